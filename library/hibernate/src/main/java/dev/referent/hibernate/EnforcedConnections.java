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
 * Enforces foreign keys on the connections of one of Hibernate's providers while Hibernate uses them, if their database is
 * SQLite. Thread-safe.
 */
final class EnforcedConnections {
    private static final Logger LOG = Logger.getLogger(EnforcedConnections.class);

    private static final String ACTIVE_TRANSACTION = "25001";

    /** The enforced connections in use, each with the provider's connection. */
    private final Map<Connection, Connection> lent = Collections.synchronizedMap(new WeakHashMap<>());

    private final AtomicBoolean warned = new AtomicBoolean();

    /** Whether the provider has returned a connection on which enforcement could be switched on. */
    private volatile boolean enforceable;

    /** How a provider takes its connection back. */
    @FunctionalInterface
    interface Return {
        /** Takes it back. */
        void take(Connection own) throws SQLException;
    }

    /**
     * Returns a connection that enforces foreign keys and explains what they reject, or the connection itself if it belongs to
     * another database or an unknown driver, or is enforced already.
     *
     * <p>A pool may begin a transaction that takes the write lock at once (autoCommit off and {@code
     * transaction_mode=IMMEDIATE}). Enforcement cannot be switched on in it, and it is unknown whether the transaction is
     * empty. The application must start nevertheless: if the first connection is in such a transaction, Referent leaves the
     * provider's connections unchanged and logs a warning.
     *
     * @param provider how the provider takes the connection back
     * @throws SQLException if enforcement cannot be switched on; the connection has been returned
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
                warn("%s; until then Hibernate's connections behave as without Referent", sql.getMessage());
                return own;
            }
            takeBack(own, provider, e);
            throw e;
        }
    }

    /**
     * Returns the connection of {@link #lend} to the provider, restored.
     *
     * @throws SQLException if returning it fails; the first of several failures
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
