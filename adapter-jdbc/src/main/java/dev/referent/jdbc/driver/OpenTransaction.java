package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * Tells whether a transaction is open on a connection. The driver does not show SQLite's own answer, and a BEGIN with its
 * ROLLBACK would reach the application's listeners; but SQLite refuses to set {@code synchronous} inside a transaction
 * (sqlite.org/pragma.html#pragma_synchronous), so it is set to what it is.
 */
public final class OpenTransaction {
    private static final String REFUSAL = "inside a transaction";

    private OpenTransaction() {}

    /**
     * Tells whether a transaction is open.
     *
     * @throws SQLException if the database cannot be read
     */
    public static boolean in(SQLiteConnection connection) throws SQLException {
        synchronized (connection) {
            synchronized (connection.getDatabase()) {
                long level = Query.number(connection, "PRAGMA main.synchronous");
                try {
                    Enforcement.execute(connection, "PRAGMA main.synchronous=" + level);
                    return false;
                } catch (SQLException e) {
                    if (e.getErrorCode() == SQLiteErrorCode.SQLITE_ERROR.code
                            && String.valueOf(e.getMessage()).contains(REFUSAL)) {
                        return true;
                    }
                    throw e;
                }
            }
        }
    }
}
