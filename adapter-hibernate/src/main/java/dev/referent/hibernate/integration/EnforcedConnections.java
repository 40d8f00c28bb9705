package dev.referent.hibernate.integration;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** Makes sure of the connections that a provider of Hibernate's lends, if its database is SQLite. Thread-safe. */
final class EnforcedConnections {
    private static final String SQLITE = "SQLite";

    /** Written once; a provider's connections are all of one kind of database, since a factory has one dialect. */
    private volatile boolean other;

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
        return isSqlite ? enforced(LentConnection.of(connection, own)) : connection;
    }

    /** Gives back what {@link #lend} returned. */
    void giveBack(Connection lent, Return own) throws SQLException {
        if (other) {
            own.take(lent);
        } else {
            lent.close();
        }
    }

    /** Returns a connection around one of SQLite's. */
    static Connection enforced(Connection connection) throws SQLException {
        return EnforcedDataSource.wrap(new OneConnection(connection)).getConnection();
    }
}
