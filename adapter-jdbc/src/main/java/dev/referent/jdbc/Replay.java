package dev.referent.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteUpdateListener;

/**
 * Runs a refused statement once more inside a savepoint, with its foreign keys deferred so that it comes through, lets
 * somebody look, and undoes it.
 *
 * <p>The order of the undoing matters: switching {@code defer_foreign_keys} off zeroes the pending counters, so that comes
 * before {@code ROLLBACK TO}, which restores them. Where the application had switched it on it stays on.
 */
final class Replay {
    /** How many written rows are remembered; a statement that writes more is looked at table by table. */
    static final int ROW_BOUND = 1_000;

    private static final String SAVEPOINT = "referent_replay";

    /** Looks at the database while the statement's effects are there. */
    @FunctionalInterface
    interface Look<T> {
        /** Returns what there is to see. */
        T at(Set<WrittenRow> rows) throws SQLException;
    }

    /**
     * A row that the statement wrote.
     *
     * @param schema the database: main, temp or an attached one
     * @param table the table
     * @param rowId the rowid, after the write
     * @param type insert, update or delete
     */
    record WrittenRow(String schema, String table, long rowId, SQLiteUpdateListener.Type type) {}

    private final SQLiteConnection connection;
    private final Rerun rerun;
    private boolean alone;

    Replay(SQLiteConnection connection, Rerun rerun) {
        this.connection = connection;
        this.rerun = rerun;
    }

    /**
     * Returns what the look saw; afterwards the database, the transaction and its pending counters are as before.
     *
     * @throws SQLException if the statement is refused again, for another reason than an immediate foreign key
     */
    <T> T look(Look<T> look) throws SQLException {
        boolean deferred = Enforcement.isOn(connection, "defer_foreign_keys");
        long lastInsertRowId = lastInsertRowId();
        begin();
        try {
            Enforcement.execute(connection, "PRAGMA defer_foreign_keys=ON");
            return look.at(run());
        } finally {
            undo(deferred, lastInsertRowId);
        }
    }

    /** Tells whether the refused statement was a transaction of its own, so that deferred keys were judged with it. */
    boolean alone() {
        return alone;
    }

    /**
     * Outside a transaction one is begun in place of the savepoint, whose RELEASE would be a COMMIT: that writes to the
     * file, and waits for the readers of other connections.
     */
    private void begin() throws SQLException {
        try {
            Enforcement.execute(connection, "BEGIN");
            alone = true;
        } catch (SQLException e) {
            if (e.getErrorCode() != SQLiteErrorCode.SQLITE_ERROR.code) {
                throw e;
            }
            Enforcement.execute(connection, "SAVEPOINT " + SAVEPOINT);
            alone = false;
        }
    }

    /** What cannot be undone (an interrupt) must not be committed either: then the connection is closed. */
    private void undo(boolean deferred, long lastInsertRowId) throws SQLException {
        try {
            if (!deferred) {
                Enforcement.execute(connection, "PRAGMA defer_foreign_keys=OFF");
            }
            if (lastInsertRowId() != lastInsertRowId) {
                putBackLastInsertRowId(lastInsertRowId);
            }
            Enforcement.execute(connection, alone ? "ROLLBACK" : "ROLLBACK TO " + SAVEPOINT);
            if (!alone) {
                Enforcement.execute(connection, "RELEASE " + SAVEPOINT);
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private long lastInsertRowId() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT last_insert_rowid()");
                ResultSet value = statement.executeQuery()) {
            value.next();
            return value.getLong(1);
        }
    }

    /**
     * Inserts a row with that rowid where no application looks and no file is touched, into the schema table of the
     * connection's temporary database; the savepoint undoes the row and not the value.
     */
    private void putBackLastInsertRowId(long value) throws SQLException {
        boolean writable = Enforcement.isOn(connection, "writable_schema");
        Enforcement.execute(connection, "PRAGMA writable_schema=ON");
        try {
            Enforcement.execute(
                    connection,
                    "INSERT OR REPLACE INTO temp.sqlite_schema (rowid, type) VALUES (" + value + ", 'none')");
        } finally {
            if (!writable) {
                Enforcement.execute(connection, "PRAGMA writable_schema=OFF");
            }
        }
    }

    private Set<WrittenRow> run() throws SQLException {
        Set<WrittenRow> rows = new LinkedHashSet<>();
        SQLiteUpdateListener listener = (type, schema, table, rowId) -> {
            if (rows.size() < ROW_BOUND) {
                rows.add(new WrittenRow(schema, table, rowId, type));
            }
        };
        connection.addUpdateListener(listener);
        try {
            rerun.action().run();
        } finally {
            connection.removeUpdateListener(listener);
        }
        return rows;
    }
}
