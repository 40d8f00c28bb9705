package dev.referent.jdbc.driver;

import dev.referent.jdbc.sql.SqlLiteral;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * Runs work and rolls it back, so that the database, the transaction, its pending counters, {@code changes()} and {@code
 * last_insert_rowid()} are as before. The caller holds the {@link DriverLocks}.
 *
 * <p>It uses a savepoint, which SQLite rejects while another write of the connection runs, and a rollback would take that along.
 * Outside of a transaction the savepoint begins one, and a ROLLBACK ends it, because RELEASE would be a COMMIT there, which writes to
 * the file and waits for the readers of other connections.
 *
 * <p>The order of the rollback matters: switching {@code defer_foreign_keys} off resets the pending counters, so that comes
 * before {@code ROLLBACK TO}, which restores them. If the application had switched it on, it stays on.
 */
public final class RolledBack {
    private static final String LAST_INSERT_ROWID = "SELECT last_insert_rowid()";
    private static final int ATTEMPTS = 3;

    /** How much stack must be left, so that no overflow occurs between a savepoint and its ROLLBACK. */
    private static final int FRAMES = 300;

    /** Numbers the savepoints: a nested one has a name of its own, so that no second attempt rolls back the outer one. */
    private static final AtomicLong NUMBER = new AtomicLong();

    private final SQLiteConnection connection;
    private final String savepoint = "referent_trial_" + NUMBER.incrementAndGet();
    private final boolean deferred;
    private final long lastInsertRowId;
    private final boolean inTransaction;
    private boolean set;
    private boolean lost;
    private boolean schemaUnlocked;

    private RolledBack(SQLiteConnection connection) throws SQLException {
        this.connection = connection;
        this.deferred = Query.number(connection, "PRAGMA defer_foreign_keys") == 1;
        this.lastInsertRowId = Query.number(connection, LAST_INSERT_ROWID);
        this.inTransaction = OpenTransaction.in(connection);
    }

    /**
     * Runs the work, possibly nested, and rolls it back, also if it throws.
     *
     * @throws TransactionLostException if SQLite has rolled back the application's whole transaction
     * @throws SQLException what the work throws; or if it cannot be rolled back, in which case the connection is closed
     */
    public static <T> T run(SQLiteConnection connection, Execution<T> work) throws SQLException {
        StackProbe.require(FRAMES);
        HiddenListeners listeners = HiddenListeners.of(connection);
        try {
            RolledBack state = new RolledBack(connection);
            try {
                state.begin();
                return work.run();
            } finally {
                state.rollBack();
            }
        } finally {
            listeners.show();
        }
    }

    private void begin() throws SQLException {
        execute("SAVEPOINT " + savepoint);
        set = true;
    }

    /**
     * Rolls back and verifies it. What cannot be rolled back (because an interrupt stays pending while results are open) must
     * not be committed either: then the connection is closed, which rolls back.
     */
    private void rollBack() throws SQLException {
        boolean undone = false;
        SQLException failure = null;
        for (int attempt = 0; attempt < ATTEMPTS && !undone; attempt++) {
            try {
                if (failure != null) {
                    // an interrupt ends the running statement, and the next one as long as rows are open: these always
                    // are after an INSERT
                    DriverState.endGeneratedKeys(connection);
                }
                undo();
                undone = OpenTransaction.in(connection) == (inTransaction && !lost);
            } catch (SQLException e) {
                failure = e;
            }
        }
        if (!undone) {
            connection.close();
            throw new SQLException("a re-run statement could not be rolled back, so the connection is closed", failure);
        }
        if (lost) {
            throw new TransactionLostException();
        }
    }

    /** Rolls back once, and notes whether SQLite has already rolled back the application's whole transaction. */
    private void undo() throws SQLException {
        boolean open = OpenTransaction.in(connection);
        lost |= inTransaction && !open;
        if (!set && !exists(open)) {
            return;
        }
        if (!open) {
            execute("BEGIN");
        }
        if (!deferred) {
            execute("PRAGMA defer_foreign_keys=OFF");
        }
        restoreNumbers();
        if (inTransaction && !lost) {
            execute("ROLLBACK TO " + savepoint);
            set = false;
            execute("RELEASE " + savepoint);
            return;
        }
        execute("ROLLBACK");
        if (deferred && !inTransaction) {
            execute("PRAGMA defer_foreign_keys=ON");
        }
    }

    /**
     * Returns whether the savepoint exists, of which a SAVEPOINT or RELEASE that threw does not tell: a progress handler may interrupt
     * a statement that is already done.
     */
    private boolean exists(boolean open) throws SQLException {
        if (!inTransaction || lost) {
            return open;
        }
        try {
            execute("ROLLBACK TO " + savepoint);
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLiteErrorCode.SQLITE_ERROR.code) {
                return false;
            }
            throw e;
        }
    }

    private void execute(String sql) throws SQLException {
        Enforcement.execute(connection, sql);
    }

    /**
     * Restores {@code last_insert_rowid()} and {@code changes()}, which is 0 after a failed statement. The rowid is inserted
     * into the schema table of the connection's temporary database, which no application reads and which touches no file: the
     * rollback undoes the row but not the number. An EXPLAIN of a write resets the count, and writes nothing.
     */
    private void restoreNumbers() throws SQLException {
        boolean rowId = Query.number(connection, LAST_INSERT_ROWID) != lastInsertRowId;
        if (rowId || connection.getDatabase().changes() != 0) {
            if (!schemaUnlocked && Query.number(connection, "PRAGMA writable_schema") == 0) {
                schemaUnlocked = true;
                execute("PRAGMA writable_schema=ON");
            }
            if (rowId) {
                execute("INSERT OR REPLACE INTO temp.sqlite_schema (rowid, type) VALUES ("
                        + SqlLiteral.of(lastInsertRowId) + ", 'none')");
            }
            Query.rows(connection, "EXPLAIN UPDATE main.sqlite_schema SET type = type");
        }
        if (schemaUnlocked) {
            execute("PRAGMA writable_schema=OFF");
            schemaUnlocked = false;
        }
    }

    /** SQLite has rolled back the application's transaction, as it does if a write in it is interrupted, or the disk is full. */
    public static final class TransactionLostException extends SQLException {
        private static final long serialVersionUID = 1L;

        private TransactionLostException() {
            super("SQLite rolled back the whole transaction, as after an interrupt or on a full disk");
        }
    }
}
