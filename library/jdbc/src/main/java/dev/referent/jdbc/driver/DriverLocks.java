package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The driver's locks for threads that share a connection: the connection's, then its database's. The driver takes them for
 * each call. Holding them over several calls keeps other threads' statements out.
 */
public final class DriverLocks {
    private DriverLocks() {}

    /** Runs something while no other thread's statement runs on the connection. */
    public static <T extends @Nullable Object> T hold(SQLiteConnection connection, Execution<T> execution)
            throws SQLException {
        synchronized (connection) {
            synchronized (connection.getDatabase()) {
                return execution.run();
            }
        }
    }
}
