package dev.referent.jdbc.driver;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * A stretch of work that is undone at its end, so that the database, the transaction, its pending counters and
 * {@code last_insert_rowid()} are as before.
 *
 * <p>Inside a transaction it is a savepoint. Outside of one a transaction is begun in its place, as the RELEASE of a savepoint
 * would be a COMMIT there: that writes to the file, and waits for the readers of other connections.
 *
 * <p>The order of the undoing matters: switching {@code defer_foreign_keys} off zeroes the pending counters, so that comes
 * before {@code ROLLBACK TO}, which restores them. Where the application had switched it on it stays on.
 */
public final class Scope {
    private static final String SAVEPOINT = "referent_replay";

    /** Up to which number {@code changes()} is put back. */
    private static final long CHANGES_BOUND = 1_000;

    private static final String ROWS =
            """
            INSERT INTO temp.sqlite_schema (type)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT 'none' FROM n
            """;

    private static final String CHANGE =
            """
            UPDATE temp.sqlite_schema SET type = type
             WHERE rowid IN (SELECT rowid FROM temp.sqlite_schema LIMIT %d)
            """;

    private final SQLiteConnection connection;
    private final boolean deferred;
    private final long lastInsertRowId;
    private final long changes;
    private final boolean outermost;

    private Scope(
            SQLiteConnection connection, boolean deferred, long lastInsertRowId, long changes, boolean outermost) {
        this.connection = connection;
        this.deferred = deferred;
        this.lastInsertRowId = lastInsertRowId;
        this.changes = changes;
        this.outermost = outermost;
    }

    /** Does the work, perhaps within other such work, and undoes it. */
    public static <T> T undone(SQLiteConnection connection, TimeLimit.Look<T> work) throws SQLException {
        Scope scope = open(connection);
        try {
            return work.look();
        } finally {
            scope.undo();
        }
    }

    private static Scope open(SQLiteConnection connection) throws SQLException {
        boolean deferred = Enforcement.isOn(connection, "defer_foreign_keys");
        long lastInsertRowId = lastInsertRowId(connection);
        long changes = connection.getDatabase().changes();
        boolean outermost = begins(connection);
        if (!outermost) {
            Enforcement.execute(connection, "SAVEPOINT " + SAVEPOINT);
        }
        return new Scope(connection, deferred, lastInsertRowId, changes, outermost);
    }

    /** Tells whether a transaction is open. */
    public static boolean isInTransaction(SQLiteConnection connection) throws SQLException {
        return OpenTransaction.in(connection);
    }

    /** Begins a transaction if there is none. */
    private static boolean begins(SQLiteConnection connection) throws SQLException {
        try {
            Enforcement.execute(connection, "BEGIN");
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() != SQLiteErrorCode.SQLITE_ERROR.code) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Undoes the work. What cannot be undone (an interrupt at this moment) must not be committed either: then the connection
     * is closed.
     */
    private void undo() throws SQLException {
        try {
            // a write that the time limit interrupted, or one with OR ROLLBACK, has ended the transaction already
            boolean ended = begins(connection);
            if (!deferred) {
                Enforcement.execute(connection, "PRAGMA defer_foreign_keys=OFF");
            }
            putBackNumbers();
            if (outermost || ended) {
                Enforcement.execute(connection, "ROLLBACK");
                if (deferred) {
                    Enforcement.execute(connection, "PRAGMA defer_foreign_keys=ON");
                }
            } else {
                Enforcement.execute(connection, "ROLLBACK TO " + SAVEPOINT);
                Enforcement.execute(connection, "RELEASE " + SAVEPOINT);
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static long lastInsertRowId(SQLiteConnection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT last_insert_rowid()");
                ResultSet value = statement.executeQuery()) {
            value.next();
            return value.getLong(1);
        }
    }

    /**
     * Writes where no application looks and no file is touched, into the schema table of the connection's temporary database:
     * a row with that rowid for {@code last_insert_rowid()}, and as many rows as {@code changes()} says. The end of the scope
     * undoes the rows and not the numbers.
     */
    private void putBackNumbers() throws SQLException {
        boolean rowId = lastInsertRowId(connection) != lastInsertRowId;
        boolean count =
                changes <= CHANGES_BOUND && (rowId || connection.getDatabase().changes() != changes);
        if (!rowId && !count) {
            return;
        }
        boolean writable = Enforcement.isOn(connection, "writable_schema");
        Enforcement.execute(connection, "PRAGMA writable_schema=ON");
        try {
            if (count && changes > 0) {
                Enforcement.execute(connection, ROWS.formatted(changes));
            }
            if (rowId || (count && changes > 0)) {
                Enforcement.execute(
                        connection,
                        "INSERT OR REPLACE INTO temp.sqlite_schema (rowid, type) VALUES (" + lastInsertRowId
                                + ", 'none')");
            }
            if (count) {
                Enforcement.execute(connection, CHANGE.formatted(changes));
            }
        } finally {
            if (!writable) {
                Enforcement.execute(connection, "PRAGMA writable_schema=OFF");
            }
        }
    }
}
