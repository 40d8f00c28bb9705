package dev.referent.hibernate.integration;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.service.ServiceRegistry;

/** Makes sure of the connections that a provider of Hibernate's lends, if its database is SQLite. Thread-safe. */
final class EnforcedConnections {
    private static final String SQLITE = "SQLite";

    /** Written once; a provider's connections are all of one kind of database, since a factory has one dialect. */
    private volatile boolean other;

    /** Transactions are JTA's, so that a provider may lend the connection of one transaction more than once. */
    private volatile boolean jta;

    /** Learns from Hibernate's registry whose transactions there are. */
    void follow(ServiceRegistry registry) {
        jta = registry.requireService(TransactionCoordinatorBuilder.class).isJta();
    }

    /** Takes a connection back. */
    @FunctionalInterface
    interface Return {
        /** Takes it back. */
        void take(Connection connection) throws SQLException;
    }

    /** Tells which kind of database a connection is to. */
    static boolean isSqlite(Connection connection) throws SQLException {
        return SQLITE.equals(connection.getMetaData().getDatabaseProductName());
    }

    /**
     * Returns a connection that enforces foreign keys and explains what they refuse, or the connection itself where it is
     * to another database.
     *
     * @param own where the connection goes when the returned one is closed
     * @throws SQLException if enforcement cannot be had; the connection has gone back
     */
    Connection lend(Connection connection, Return own) throws SQLException {
        boolean isSqlite;
        try {
            isSqlite = isSqlite(connection);
        } catch (SQLException e) {
            own.take(connection);
            throw e;
        }
        other = !isSqlite;
        return isSqlite ? enforced(LentConnection.of(connection, own), jta) : connection;
    }

    /** Gives back what {@link #lend} returned. */
    void giveBack(Connection lent, Return own) throws SQLException {
        if (other) {
            own.take(lent);
        } else {
            lent.close();
        }
    }

    /**
     * Returns a connection around one of SQLite's.
     *
     * @param joining whether it may be in a transaction already, of which it has written a part
     */
    static Connection enforced(Connection connection, boolean joining) throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.wrap(new OneConnection(connection));
        return (joining ? source.joiningTransactions() : source).getConnection();
    }
}
