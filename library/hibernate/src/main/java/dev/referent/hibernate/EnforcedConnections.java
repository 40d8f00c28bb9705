package dev.referent.hibernate;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Enforces on the connections of one of Hibernate's providers while Hibernate has them, if their database is SQLite. Thread-safe.
 */
final class EnforcedConnections {
    private static final Logger LOG = Logger.getLogger(EnforcedConnections.class);

    private static final String ACTIVE_TRANSACTION = "25001";

    /** The enforced connections that Hibernate has, each with the provider's own. */
    private final Map<Connection, Connection> lent = Collections.synchronizedMap(new WeakHashMap<>());

    private final AtomicBoolean warned = new AtomicBoolean();

    /** Whether the provider has lent a connection on which enforcement could be switched on. */
    private volatile boolean enforceable;

    /** A provider's way to take its own connection back. */
    @FunctionalInterface
    interface Return {
        /** Takes it back. */
        void take(Connection own) throws SQLException;
    }

    /**
     * Returns a connection that enforces foreign keys and explains what they reject, or the connection itself where it is to
     * another database, of a driver that Referent does not know, or enforced already.
     *
     * <p>A pool may begin a transaction that takes the write lock at once (autoCommit off and {@code
     * transaction_mode=IMMEDIATE}). Its connections cannot be enforced, and nothing tells whether the transaction is empty. No
     * application's start is to fail for that: if already the first connection is in such a transaction, the provider's
     * connections are left as they are, with a warning.
     *
     * @param provider the provider's way to take the connection back
     * @throws SQLException if enforcement does not come on; the connection has gone back
     */
    Connection lend(Connection own, Return provider) throws SQLException {
        try {
            if (EnforcedDataSource.isEnforced(own)) {
                return own;
            }
            if (!EnforcedDataSource.canEnforce(own)) {
                warnOfAnotherDriver(own);
                return own;
            }
            Connection enforced = EnforcedDataSource.enforce(own);
            lent.put(enforced, own);
            enforceable = true;
            return enforced;
        } catch (LinkageError e) {
            warn(
                    "Referent does not work with the driver of %s: foreign keys are neither enforced nor explained; the cause is"
                            + " %s, please report it",
                    own.getMetaData().getURL(), e);
            return own;
        } catch (SQLException | RuntimeException e) {
            if (!enforceable && e instanceof SQLException sql && ACTIVE_TRANSACTION.equals(sql.getSQLState())) {
                warn("%s; until then Hibernate's connections are as they are without Referent", sql.getMessage());
                return own;
            }
            takeBack(own, provider, e);
            throw e;
        }
    }

    /**
     * Gives back what {@link #lend} returned, the provider's own connection as it came.
     *
     * @throws SQLException if giving it back fails; of several failures the first
     */
    void giveBack(Connection connection, Return provider) throws SQLException {
        Connection own = lent.remove(connection);
        if (own == null) {
            provider.take(connection);
            return;
        }
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            takeBack(own, provider, e);
            throw e;
        }
        provider.take(own);
    }

    private static void takeBack(Connection own, Return provider, Exception failure) {
        try {
            provider.take(own);
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void warnOfAnotherDriver(Connection connection) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        if (!warned.get() && "SQLite".equals(metadata.getDatabaseProductName())) {
            warn(
                    "foreign keys are neither enforced nor explained on the connections of %s: Referent knows SQLite's driver"
                            + " org.xerial:sqlite-jdbc alone, and this is %s; use that driver, or have your own switch"
                            + " PRAGMA foreign_keys on for each connection",
                    metadata.getURL(), metadata.getDriverName());
        }
    }

    private void warn(String format, @Nullable Object... facts) {
        if (!warned.getAndSet(true)) {
            LOG.warnf(format, facts);
        }
    }
}
