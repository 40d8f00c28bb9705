package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/**
 * Holds the locks by which the driver keeps the threads of one connection apart: the connection first, then its database, as
 * the driver takes them. No statement of another thread runs meanwhile; {@code cancel()} takes neither.
 */
public final class DriverLocks {
    private DriverLocks() {}

    /** Does something while no other thread can use the connection. */
    public static <T> T hold(SQLiteConnection connection, Work<T> work) throws SQLException {
        synchronized (connection) {
            synchronized (connection.getDatabase()) {
                return work.run();
            }
        }
    }

    /** Does something that the database may refuse. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T run() throws SQLException;
    }
}
