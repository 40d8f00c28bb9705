package dev.referent.jdbc;

import dev.referent.jdbc.driver.DriverLocks;
import dev.referent.jdbc.driver.DriverState;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.unenforced.ScopeCheck;
import dev.referent.jdbc.unenforced.UnreportedViolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteConnectionConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * A time without enforcement on one connection, in which each commit is checked before it is made. When it is closed, what is
 * not committed is rolled back, and enforcement is switched on again and verified; a connection on which that fails is closed.
 */
final class UnenforcedScope implements AutoCloseable {
    /** A string that the driver does not give to SQLite: it replaces the file, outside of a transaction. */
    private static final String RESTORE = "restore";

    private final Connection connection;
    private final SqliteEngine engine;
    private final SQLiteConnection sqlite;
    private final ScopeKind kind;
    private final ScopeCheck check;
    private final TransactionMode mode;
    private Phase phase = Phase.WORKING;
    private boolean oneTransaction;
    private boolean failed;
    private boolean rollingBack;

    /** The open handles that have switched autoCommit off. */
    private final Set<ScopeConnection> inTransaction = new HashSet<>();

    private enum Phase {
        WORKING,
        ENDING,
        ENDED
    }

    private UnenforcedScope(Connection connection, SqliteEngine engine, ScopeKind kind, ScopeCheck check) {
        this.connection = connection;
        this.engine = engine;
        this.sqlite = engine.sqlite();
        this.kind = kind;
        this.check = check;
        this.mode = sqlite.getConnectionConfig().getTransactionMode();
    }

    /** Creates the check of a scope's commits. */
    @FunctionalInterface
    interface CheckFactory {
        ScopeCheck of(SQLiteConnection connection) throws SQLException;
    }

    /**
     * Switches enforcement off.
     *
     * @param connection of an {@link EnforcedDataSource}, outside of a transaction
     * @throws SQLException if it is another connection, or inside a transaction or a scope, or enforcement cannot be switched
     *     off; it is unchanged
     */
    static UnenforcedScope begin(Connection connection, ScopeKind kind, CheckFactory checking) throws SQLException {
        SqliteEngine engine = ScopeEntry.engine(connection, kind);
        SQLiteConnection sqlite = engine.sqlite();
        UnenforcedScope scope = new UnenforcedScope(connection, engine, kind, checking.of(sqlite));
        try {
            Enforcement.execute(sqlite, "PRAGMA foreign_keys=OFF");
            if (Enforcement.isOn(sqlite)) {
                throw new SQLException("enforcement is still on after PRAGMA foreign_keys=OFF; nothing is done");
            }
        } catch (SQLException | RuntimeException e) {
            try {
                scope.close();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        engine.guard().enter(scope);
        return scope;
    }

    ScopeKind kind() {
        return kind;
    }

    ScopeCheck check() {
        return check;
    }

    /** Returns a handle on the connection, whose closing leaves the connection open. */
    ScopeConnection handle() {
        return new ScopeConnection(connection, this);
    }

    /** Runs work in one transaction, commits it, and ends the scope. */
    <E extends Exception> void inOneTransaction(ScopeEntry.Work<E> work) throws SQLException, E {
        oneTransaction = true;
        try (ScopeConnection handle = handle()) {
            begin();
            inTransaction.add(handle);
            engine.state().paused();
            if (engine.isReachedByOthers()) {
                check.shared();
            }
            work.run(handle);
            DriverLocks.hold(sqlite, this::commitAndEnd);
        }
    }

    private boolean commitAndEnd() throws SQLException {
        phase = Phase.ENDING;
        boolean commits = !sqlite.getAutoCommit();
        if (commits) {
            beforeCommit();
            engine.state().paused();
        }
        // a cancel that meets the COMMIT may make all that follows it fail
        engine.uninterrupted(() -> {
            if (commits) {
                // commit() would begin another transaction, and fail if that one has to wait
                connection.setAutoCommit(true);
            }
            end();
            return true;
        });
        return true;
    }

    private void begin() throws SQLException {
        SQLiteConnectionConfig config = sqlite.getConnectionConfig();
        if (kind.isImmediate()) {
            config.setTransactionMode(TransactionMode.IMMEDIATE);
        }
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            if (!OpenTransaction.in(sqlite)) {
                config.setAutoCommit(true);
            }
            throw e;
        }
    }

    /** Follows a SQL string before it is executed. */
    void beforeStatement(String sql, boolean inBatch) throws SQLException {
        rejectIfRolledBack();
        noteOthers();
        if (oneTransaction && SqlTransactionTracker.beginsOrEnds(sql)) {
            throw new SQLException(commitsAtItsEnd() + "; use a savepoint within it, instead of "
                    + SqlScript.split(sql).get(0));
        }
        if (oneTransaction && sql.regionMatches(true, 0, RESTORE, 0, RESTORE.length())) {
            throw new SQLException(commitsAtItsEnd() + ", which a restore is not part of; restore the file before it");
        }
        reject(check.beforeStatement(sql, inBatch));
    }

    /** Notes that a statement failed, which may have rolled the transaction back. */
    void statementFailed() {
        failed = true;
        check.checkAgain();
    }

    /** Without this, SQLite would commit each further statement of its own. */
    void rejectIfRolledBack() throws SQLException {
        if (failed && oneTransaction) {
            if (!OpenTransaction.in(sqlite)) {
                throw new SQLException("the failure of an earlier statement has rolled the " + kind.work()
                        + " back; nothing of it is stored, and nothing more is written");
            }
            failed = false;
        }
    }

    private void noteOthers() throws SQLException {
        if (engine.state().hasBeenWrittenByOthers()) {
            check.writtenByOthers();
        }
    }

    void beforeCommit() throws SQLException {
        if (rollingBack) {
            return;
        }
        if (oneTransaction && phase == Phase.WORKING) {
            throw new SQLException(commitsAtItsEnd() + "; remove the commit from its work");
        }
        rejectIfRolledBack();
        noteOthers();
        reject(check.violation(kind.notCommitted()));
    }

    private String commitsAtItsEnd() {
        return "this " + kind.scopeName() + " commits at its end, after it has checked everything";
    }

    /**
     * Checks what the work has committed outside of transactions, and ends the scope. No other thread's statement runs between the
     * check and enforcement.
     */
    void end() throws SQLException {
        DriverLocks.hold(sqlite, () -> {
            phase = Phase.ENDING;
            rollBack();
            reject(check.violation(kind.alreadyCommitted()));
            close();
            return true;
        });
    }

    private void reject(Optional<UnreportedViolation> violation) throws SQLException {
        if (violation.isPresent()) {
            throw engine.rejected(violation.get());
        }
    }

    boolean isAutoCommit(ScopeConnection handle) throws SQLException {
        return !inTransaction.contains(handle) || sqlite.getAutoCommit();
    }

    /** Switches autoCommit for a handle; one that leaves its transaction while another one is in it commits that. */
    void setAutoCommit(ScopeConnection handle, boolean on) throws SQLException {
        DriverLocks.hold(sqlite, () -> {
            if (!on) {
                beginWithoutEnforcement();
            } else if (isOfAnother(handle)) {
                connection.commit();
            } else {
                connection.setAutoCommit(true);
            }
            return on ? inTransaction.remove(handle) : inTransaction.add(handle);
        });
    }

    /** Begins a transaction if none is open; the last line of a script may have switched enforcement on. */
    private void beginWithoutEnforcement() throws SQLException {
        if (phase == Phase.ENDED) {
            throw new SQLException("the " + kind.scopeName() + " has ended; use another connection after it");
        }
        if (sqlite.getAutoCommit()) {
            Enforcement.execute(sqlite, "PRAGMA foreign_keys=OFF");
            connection.setAutoCommit(false);
        }
    }

    private boolean isOfAnother(ScopeConnection handle) {
        return inTransaction.stream().anyMatch(other -> other != handle);
    }

    /** Ends the work of one handle: rolls back what is not committed, unless the scope commits it, or another handle. */
    void closeHandle(ScopeConnection handle) throws SQLException {
        DriverLocks.hold(sqlite, () -> {
            if (!oneTransaction && phase != Phase.ENDED && !isOfAnother(handle)) {
                rollBack();
            }
            return inTransaction.remove(handle);
        });
    }

    /**
     * Rolls back an open transaction, also one that a SQL string began, and leaves autoCommit on. A write whose rows are unread is not
     * in the count of changes yet.
     */
    private void rollBack() throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        engine.finishWrites();
        if (sqlite.getAutoCommit()) {
            Enforcement.endTransaction(sqlite);
            return;
        }
        if (!OpenTransaction.in(sqlite)) {
            // a failure has ended it, without which the driver cannot roll back
            Enforcement.execute(sqlite, "BEGIN");
        }
        rollingBack = true;
        try {
            connection.rollback();
            leaveTransaction();
        } finally {
            rollingBack = false;
        }
    }

    /** Switches autoCommit on. The COMMIT of even an empty transaction fails while the EXPLAIN of a write is unread. */
    private void leaveTransaction() throws SQLException {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            Enforcement.endTransaction(sqlite);
            sqlite.getConnectionConfig().setAutoCommit(true);
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void close() throws SQLException {
        DriverLocks.hold(sqlite, () -> {
            if (phase != Phase.ENDED && !sqlite.isClosed()) {
                restore();
            }
            phase = Phase.ENDED;
            return true;
        });
    }

    private void restore() throws SQLException {
        try {
            engine.guard().leave();
            sqlite.getConnectionConfig().setTransactionMode(mode);
            engine.uninterrupted(this::enforce);
        } catch (SQLException e) {
            sqlite.close();
            throw e;
        }
    }

    private boolean enforce() throws SQLException {
        try {
            rollBack();
            Enforcement.establish(sqlite);
        } catch (SQLException e) {
            if (e.getErrorCode() != SQLiteErrorCode.SQLITE_INTERRUPT.code) {
                throw e;
            }
            // after a cancel, SQLite interrupts everything as long as the driver keeps the key of an INSERT
            DriverState.endGeneratedKeys(sqlite);
            rollBack();
            Enforcement.establish(sqlite);
        }
        return true;
    }
}
