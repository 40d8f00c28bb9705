package dev.referent.hibernate.integration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.hibernate.HibernateException;
import org.hibernate.resource.jdbc.spi.LogicalConnectionImplementor;

/** Makes sure of a connection that the application itself hands to a session. */
final class SuppliedConnection {
    private SuppliedConnection() {}

    /**
     * Puts an enforced connection in the place of the application's, which stays the application's to close. One that is
     * in a transaction stays as it is: enforcement cannot be switched on there, and its work is not to be rolled back.
     *
     * @throws HibernateException if foreign keys are not enforced and cannot be
     */
    static void makeSureOf(LogicalConnectionImplementor place) {
        Connection connection = place.getPhysicalConnection();
        try {
            if (!EnforcedConnections.isSqlite(connection)) {
                return;
            }
            if (!isInTransaction(connection)) {
                Connection enforced = EnforcedConnections.enforced(LentConnection.of(connection, own -> {}), false);
                place.manualDisconnect();
                place.manualReconnect(enforced);
            } else if (!isEnforced(connection)) {
                throw new HibernateException(
                        "the connection that was handed to the session does not enforce foreign keys"
                                + " and is in a transaction, where that cannot be switched on; hand over one of an"
                                + " EnforcedDataSource, or one with autoCommit on");
            }
        } catch (SQLException e) {
            throw new HibernateException("the connection that was handed to the session cannot be used", e);
        }
    }

    /** With autoCommit on, SQL text may have begun one, of which only SQLite itself knows. */
    private static boolean isInTransaction(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            return true;
        }
        try (Statement statement = connection.createStatement()) {
            try {
                statement.execute("BEGIN");
            } catch (SQLException e) {
                return true;
            }
            statement.execute("ROLLBACK");
            return false;
        }
    }

    private static boolean isEnforced(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet value = statement.executeQuery("PRAGMA foreign_keys")) {
            return value.next() && value.getInt(1) == 1;
        }
    }
}
