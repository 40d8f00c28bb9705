package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * Reads the state of a connection's transaction, whether the driver, a SQL string or a savepoint began it. Reading changes
 * nothing and calls no commit or rollback listener. The result is valid while the caller holds the driver's locks.
 */
public final class OpenTransaction {
    /** How much stack the driver needs: an overflow loses what it has compiled, and the connection cannot be closed. */
    private static final int FRAMES = 200;

    private OpenTransaction() {}

    /**
     * Returns whether a transaction is open: in one, SQLite rejects setting {@code synchronous}, even to its current value
     * (sqlite.org/pragma.html#pragma_synchronous).
     *
     * @throws SQLException if SQLite cannot answer, also because of what the application's progress handler throws
     */
    public static boolean in(SQLiteConnection connection) throws SQLException {
        StackProbe.require(FRAMES);
        return DriverLocks.hold(connection, () -> rejectsSynchronous(connection));
    }

    /** Returns whether a failure is that of a BEGIN in an open transaction, which stays as it is. */
    public static boolean isToldBy(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains("cannot start a transaction within a transaction");
    }

    private static boolean rejectsSynchronous(SQLiteConnection connection) throws SQLException {
        try {
            long synchronous = Query.number(connection, "PRAGMA main.synchronous");
            return fails(connection, "PRAGMA main.synchronous=" + synchronous, SQLiteErrorCode.SQLITE_ERROR.code);
        } catch (RuntimeException e) {
            throw new SQLException("whether a transaction is open is not known", e);
        }
    }

    /**
     * Returns whether no database has been read or written since the transaction began: SQLite rejects a checkpoint of a
     * database that the connection itself is using, even one that does nothing (sqlite.org/pragma.html
     * #pragma_wal_checkpoint). BEGIN IMMEDIATE counts as a use.
     *
     * <p>A checkpoint reads a database that the connection has only switched to WAL, which begins the snapshot of an open
     * transaction. Such a transaction is begun again.
     */
    public static boolean isEmpty(SQLiteConnection connection) throws SQLException {
        if (rejectsCheckpoint(connection)) {
            return false;
        }
        if (rejectsCheckpoint(connection)) {
            boolean deferred = Enforcement.isDeferring(connection);
            Enforcement.execute(connection, "COMMIT");
            Enforcement.execute(connection, "BEGIN");
            if (deferred) {
                Enforcement.deferAll(connection);
            }
        }
        return true;
    }

    private static boolean rejectsCheckpoint(SQLiteConnection connection) throws SQLException {
        return fails(connection, "PRAGMA wal_checkpoint(NOOP)", SQLiteErrorCode.SQLITE_LOCKED.code);
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
