package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * The transaction that is open on a connection, whether the driver, SQL text or a savepoint began it. Asking changes nothing
 * and reaches no commit or rollback listener. The answer holds as long as the caller holds the driver's locks.
 */
public final class OpenTransaction {
    private OpenTransaction() {}

    /**
     * Whether a transaction is open: SQLite lets nobody set {@code synchronous} in one, not even to the value that it has
     * (sqlite.org/pragma.html#pragma_synchronous).
     */
    public static boolean in(SQLiteConnection connection) throws SQLException {
        synchronized (connection) {
            synchronized (connection.getDatabase()) {
                int synchronous = Enforcement.number(connection, "main.synchronous");
                return fails(connection, "PRAGMA main.synchronous=" + synchronous, SQLiteErrorCode.SQLITE_ERROR.code);
            }
        }
    }

    /**
     * Whether no database has been read or written since the transaction began: SQLite lets nobody checkpoint a database
     * that the connection itself has in use, not even by a checkpoint that does nothing (sqlite.org/pragma.html
     * #pragma_wal_checkpoint). A BEGIN IMMEDIATE is a use.
     */
    public static boolean isEmpty(SQLiteConnection connection) throws SQLException {
        return !fails(connection, "PRAGMA wal_checkpoint(NOOP)", SQLiteErrorCode.SQLITE_LOCKED.code);
    }

    private static boolean fails(SQLiteConnection connection, String sql, int expected) throws SQLException {
        try {
            Enforcement.execute(connection, sql);
            return false;
        } catch (SQLException e) {
            if (e.getErrorCode() != expected) {
                throw e;
            }
            return true;
        }
    }
}
