package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * Asks SQLite whether a transaction is open. A BEGIN would answer that too, but the ROLLBACK after it would reach the
 * application's listeners and undo what other statements have not finished.
 */
public final class OpenTransaction {
    /** The only statement that is rejected for this reason, and does nothing else (sqlite.org/pragma.html#pragma_synchronous). */
    private static final String INSIDE = "Safety level may not be changed inside a transaction";

    private OpenTransaction() {}

    /**
     * Tells whether a transaction is open on the connection, whether or not it has read or written anything.
     *
     * @throws SQLException if SQLite cannot tell, for example because another connection has locked the database; nothing
     *     has changed
     */
    public static boolean in(SQLiteConnection connection) throws SQLException {
        return DriverLocks.hold(connection, () -> {
            int level = Enforcement.number(connection, "main.synchronous");
            try {
                Enforcement.execute(connection, "PRAGMA main.synchronous=" + level);
                return false;
            } catch (SQLException e) {
                if (e.getErrorCode() == SQLiteErrorCode.SQLITE_ERROR.code
                        && String.valueOf(e.getMessage()).contains(INSIDE)) {
                    return true;
                }
                throw e;
            }
        });
    }
}
