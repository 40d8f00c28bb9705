package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The locks by which the driver keeps the threads that share a connection apart: the connection's, then its database's. The
 * driver takes them for each call. Who holds them over several calls lets no other thread's statement in between.
 */
public final class DriverLocks {
    private DriverLocks() {}

    /** Executes something while no other thread's statement runs on the connection. */
    public static <T extends @Nullable Object> T hold(SQLiteConnection connection, Execution<T> execution)
            throws SQLException {
        synchronized (connection) {
            synchronized (connection.getDatabase()) {
                return execution.run();
            }
        }
    }
}
