package dev.referent.jdbc;

import dev.referent.jdbc.driver.Cancellation;
import dev.referent.jdbc.driver.DriverLocks;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.driver.WriteLog;
import dev.referent.jdbc.explain.Explainer;
import dev.referent.jdbc.migration.MigrationViolation;
import dev.referent.jdbc.schema.Schemas;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * SQLite behind one connection. Every write holds the driver's locks until its failure is explained, so that no other thread's
 * statement is caught up in the explanation.
 */
final class SqliteEngine extends Engine {
    /** No SQL switches enforcement without these letters: a PRAGMA's name cannot be escaped. */
    private static final Pattern SWITCH = Pattern.compile("foreign_keys", Pattern.CASE_INSENSITIVE);

    private final SQLiteConnection sqlite;
    private final Cancellation cancellation = new Cancellation();
    private final Set<EnforcedStatement<?>> unread = ConcurrentHashMap.newKeySet();
    private final Set<EnforcedStatement<?>> open = ConcurrentHashMap.newKeySet();
    private final SqlTransactionTracker tracker;
    private final SqliteErrors failures;
    private final WriteRecorder recorder;
    private final DropTableCheck drops;
    private boolean switched;
    private boolean began;

    SqliteEngine(SQLiteConnection sqlite, Options options, Schemas schemas) {
        super(options);
        this.sqlite = sqlite;
        this.tracker = new SqlTransactionTracker(sqlite, transaction);
        Explainer.Rows rows =
                new Explainer.Rows(() -> !unread.isEmpty(), () -> !open.isEmpty() && transaction.hasChangedSchema());
        Duration limit = options.bound().orElse(Explainer.USUAL_LIMIT);
        Explainer explainer = new Explainer(sqlite, limit, schemas, rows, transaction.writes(), cancellation);
        this.failures = new SqliteErrors(sqlite, transaction, options, explainer, cancellation);
        this.recorder = new WriteRecorder(sqlite, transaction);
        this.drops = new DropTableCheck(sqlite);
    }

    @Override
    <T> T prepare(StatementKind kind, @Nullable String sql, Execution<T> preparation) throws SQLException {
        if (kind == StatementKind.PRAGMA) {
            noteSwitch(String.valueOf(sql));
        }
        try {
            return preparation.run();
        } catch (SQLException e) {
            throw failures.ofSchema(e, kind, String.valueOf(sql));
        }
    }

    /** Remembers that enforcement may be switched, which a PRAGMA does when it is prepared already. */
    private void noteSwitch(String sql) {
        switched = switched || SWITCH.matcher(sql).find();
    }

    @Override
    <T extends @Nullable Object> T execute(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        if (statement.mayBe(StatementKind.PRAGMA)) {
            noteSwitch(statement.sql());
        }
        if (statement.kind().reads() && !statement.isSeveral()) {
            return read(statement, execution);
        }
        return DriverLocks.hold(sqlite, () -> write(statement, execution));
    }

    private <T extends @Nullable Object> T read(EnforcedStatement<?> statement, Execution<T> execution)
            throws SQLException {
        try {
            T answer = execution.run();
            if (Boolean.TRUE.equals(answer) || answer instanceof ResultSet) {
                statement.hasOpenRows();
                open.add(statement);
            }
            return answer;
        } catch (SQLException e) {
            throw failures.ofRead(e);
        }
    }

    @Override
    void rowsEnded(EnforcedStatement<?> statement) {
        open.remove(statement);
    }

    private <T extends @Nullable Object> T write(EnforcedStatement<?> statement, Execution<T> execution)
            throws SQLException {
        String sql = statement.sql();
        boolean several = statement.isSeveral();
        boolean controls = statement.mayBe(StatementKind.TRANSACTION_CONTROL);
        guard(sql, statement.mayBe(StatementKind.DROP), several, controls);
        remember(statement);
        boolean wasOpen = controls && isTransactionOpen();
        boolean successful = false;
        try {
            T answer = run(statement, execution);
            successful = true;
            began = began || (controls && !wasOpen);
            if (isInTransaction()) {
                recorder.succeeded(statement, answer);
            }
            if (Boolean.TRUE.equals(answer) || answer instanceof ResultSet) {
                unread.add(statement);
                statement.hasUnreadRows();
            }
            return answer;
        } finally {
            if (controls) {
                tracker.executed(sql, several, successful);
            } else if (!successful) {
                forgetIfEnded();
            }
        }
    }

    private <T extends @Nullable Object> T run(EnforcedStatement<?> statement, Execution<T> execution)
            throws SQLException {
        if (!statement.isSeveral()) {
            long start = statement.takesTime() ? System.nanoTime() : 0;
            try {
                return execution.run();
            } catch (SQLException e) {
                long nanoseconds = start == 0 ? 0 : System.nanoTime() - start;
                throw recorded(statement, failures.ofStatement(e, statement, nanoseconds), false);
            }
        }
        // of INSERTs, the number of rows alone tells which of them has failed
        boolean logs = statement.mayBe(StatementKind.WRITE);
        WriteLog written = new WriteLog();
        long changes = sqlite.getDatabase().total_changes();
        long start = System.nanoTime();
        try {
            return logs ? written.during(sqlite, execution) : execution.run();
        } catch (SQLException e) {
            long changed = sqlite.getDatabase().total_changes() - changes;
            long nanoseconds = System.nanoTime() - start;
            throw recorded(statement, failures.ofScript(e, statement, changed, written, nanoseconds), changed != 0);
        }
    }

    /** A statement that was compiled while foreign keys were deferred leaves its row, if it fails when they are not any more. */
    private boolean mayLeaveRows(EnforcedStatement<?> statement, SQLException failure) {
        boolean foreignKey = failure instanceof ForeignKeyViolationSQLException || ForeignKeyErrors.isViolation(failure);
        return switched && statement instanceof EnforcedPreparedStatement && foreignKey;
    }

    private SQLException recorded(EnforcedStatement<?> statement, SQLException failure, boolean changed) {
        if (isInTransaction()) {
            recorder.failed(statement, failure, changed || mayLeaveRows(statement, failure));
        }
        return failure;
    }

    /** Rejects a DROP TABLE that would change rows of other tables, and the COMMIT of half a transaction. */
    private void guard(String sql, boolean mayDrop, boolean several, boolean controls) throws SQLException {
        Optional<MigrationViolation> destructive = drops.violation(sql, mayDrop);
        if (destructive.isPresent()) {
            throw failures.remembered(new ForeignKeyViolationSQLException(destructive.get(), sql, hidesValues));
        }
        if (controls && allOrNothing && tracker.commitsIncomplete(sql, several)) {
            ForeignKeyViolationSQLException violation = transaction.violation().orElseThrow();
            if (sqlite.getAutoCommit()) {
                Enforcement.endTransaction(sqlite);
            } else {
                sqlite.rollback();
            }
            end();
            throw incomplete(violation);
        }
    }

    /** Remembers the statement, once in a transaction; a statement that is its own transaction is not. */
    private void remember(EnforcedStatement<?> statement) {
        if (isInTransaction() && !statement.isRememberedIn(transaction.number())) {
            transaction.remember(statement.sql());
        }
    }

    /** Tells whether a transaction is open, as far as it was begun by this connection. */
    private boolean isInTransaction() {
        return !sqlite.getConnectionConfig().isAutoCommit() || tracker.mayHaveBegun();
    }

    /** Returns whether a transaction is open; where a lock keeps SQLite from telling, as far as this connection knows. */
    private boolean isTransactionOpen() {
        try {
            return OpenTransaction.in(sqlite);
        } catch (SQLException e) {
            return isInTransaction();
        }
    }

    /** Ends the memory of a transaction that a failure has ended: OR ROLLBACK, a full disk, an interrupt. */
    private void forgetIfEnded() {
        try {
            if (!transaction.isEmpty() && !sqlite.isClosed() && !OpenTransaction.in(sqlite)) {
                end();
            }
        } catch (SQLException e) {
            transaction.share(); // what is remembered may be too much or too little
        }
    }

    private void end() {
        transaction.end();
        tracker.ended();
        drops.transactionEnded();
    }

    @Override
    <T> T executeBatch(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        return DriverLocks.hold(sqlite, () -> {
            EnforcedStatement.Batch batch = statement.takeBatch();
            Set<StatementKind> kinds = EnumSet.noneOf(StatementKind.class);
            batch.sqls().forEach(sql -> kinds.addAll(StatementKind.all(sql)));
            boolean controls = kinds.contains(StatementKind.TRANSACTION_CONTROL);
            guard(batch, kinds);
            if (isInTransaction()) {
                batch.sqls().forEach(transaction::remember);
            }
            long changes = sqlite.getDatabase().total_changes();
            boolean successful = false;
            try {
                T counts = execution.run();
                successful = true;
                if (isInTransaction()) {
                    recorder.succeeded(batch, kinds, counts);
                }
                return counts;
            } catch (SQLException e) {
                long changed = sqlite.getDatabase().total_changes() - changes;
                SQLException failure = failures.ofBatch(e, batch, changed);
                if (isInTransaction()) {
                    boolean leaves = batch.isPrepared() && mayLeaveRows(statement, e);
                    recorder.failed(batch, kinds, failure, leaves || changed != 0);
                }
                throw failure;
            } finally {
                if (controls) {
                    tracker.executed("", true, successful);
                } else if (!successful) {
                    forgetIfEnded();
                }
            }
        });
    }

    private void guard(EnforcedStatement.Batch batch, Set<StatementKind> kinds) throws SQLException {
        boolean several = !batch.isPrepared();
        boolean controls = kinds.contains(StatementKind.TRANSACTION_CONTROL);
        boolean mayDrop = kinds.contains(StatementKind.DROP);
        boolean switches = kinds.contains(StatementKind.PRAGMA);
        if (!controls && !mayDrop && !switches) {
            return;
        }
        String all = several ? String.join(";", batch.sqls()) : batch.sqls().get(0);
        if (switches) {
            noteSwitch(all);
        }
        try {
            guard(all, mayDrop, several, controls);
        } catch (ForeignKeyViolationSQLException e) {
            batch.statement().clearBatch();
            throw new BatchUpdateException(e.getMessage(), e.getSQLState(), e.getErrorCode(), new int[0], e);
        }
    }

    @Override
    boolean next(EnforcedStatement<?> statement, ResultSet rows) throws SQLException {
        return DriverLocks.hold(sqlite, () -> {
            boolean more;
            try {
                more = rows.next();
            } catch (SQLException e) {
                unread.remove(statement);
                statement.hasNoUnreadRows();
                throw failures.ofStatement(e, statement, 0);
            }
            return more || statement.finish(() -> false);
        });
    }

    @Override
    SQLException failedCommit(SQLException failure) throws SQLException {
        SQLException typed = failures.ofCommit(failure);
        forgetIfEnded();
        return typed;
    }

    @Override
    <T extends @Nullable Object> T inside(Execution<T> execution) throws SQLException {
        return DriverLocks.hold(sqlite, execution);
    }

    @Override
    void cancel(Execution<?> interrupt) throws SQLException {
        cancellation.cancel(interrupt);
    }

    /** {@inheritDoc} A pool's connection may answer a rollback without one; then the transaction goes on, and its memory. */
    @Override
    void rollback(Connection connection) throws SQLException {
        inside(() -> {
            if (connection == sqlite || transaction.isEmpty()) {
                connection.rollback();
                end();
            } else if (RollbackListener.rollsBack(sqlite, connection) || !OpenTransaction.in(sqlite)) {
                end();
            }
            return true;
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where switching autoCommit on fails to commit, the driver says that it is on while the transaction is still open,
     * and every later write would be lost with it. Here autoCommit is still off after a failure, and the work that violates a
     * foreign key is rolled back.
     */
    @Override
    boolean switchAutoCommit(Connection connection, boolean autoCommit) throws SQLException {
        try {
            connection.setAutoCommit(autoCommit);
            end();
            return true;
        } catch (SQLException e) {
            SQLException typed = failedCommit(e);
            if (autoCommit && !sqlite.isClosed()) {
                sqlite.getConnectionConfig().setAutoCommit(false);
                if (ForeignKeyErrors.isViolation(e)) {
                    sqlite.rollback();
                    end();
                }
            }
            throw typed;
        }
    }

    /** {@inheritDoc} With autoCommit on, the driver switches it off and lets the savepoint begin a transaction. */
    @Override
    Savepoint set(Connection connection, Execution<Savepoint> setting) throws SQLException {
        return inside(() -> {
            boolean open = !allOrNothing || !connection.getAutoCommit() || isTransactionOpen();
            Savepoint savepoint = super.set(connection, setting);
            tracker.set(savepoint, open);
            return savepoint;
        });
    }

    @Override
    void release(Connection connection, Savepoint savepoint) throws SQLException {
        inside(() -> {
            if (allOrNothing && tracker.isCommit(savepoint)) {
                rejectIncomplete(connection);
            }
            try {
                connection.releaseSavepoint(savepoint);
            } catch (SQLException e) {
                throw failedCommit(e);
            }
            transaction.writes().release(savepoint);
            return true;
        });
    }

    /**
     * Gives up the unread rows of a statement that writes. SQLite finishes the write then, and where a deferred key rejects it,
     * the driver would keep silent about that.
     *
     * @param end what gives them up
     * @throws ForeignKeyViolationSQLException if the write fails; the rows are given up all the same
     */
    @Override
    <T extends @Nullable Object> T finish(EnforcedStatement<?> statement, Execution<T> end) throws SQLException {
        return DriverLocks.hold(sqlite, () -> {
            unread.remove(statement);
            int code = statement.reset();
            T answer = end.run();
            if ((code & 0xFF) == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
                throw failures.ofReset(code, statement);
            }
            return answer;
        });
    }

    /** {@inheritDoc} Enforcement that was switched off comes on again. */
    @Override
    void checkIn() throws SQLException {
        if (switched) {
            Enforcement.execute(sqlite, "PRAGMA foreign_keys=ON");
            switched = !Enforcement.isOn(sqlite, "foreign_keys");
        }
    }

    /** {@inheritDoc} A pool knows nothing of a transaction that SQL strings have begun; the driver's close() ends it. */
    @Override
    void close(Connection connection) throws SQLException {
        for (EnforcedStatement<?> statement : List.copyOf(unread)) {
            statement.close();
        }
        if (connection == sqlite || !began || sqlite.isClosed() || !sqlite.getAutoCommit()) {
            return;
        }
        try {
            Enforcement.endTransaction(sqlite);
        } catch (SQLException e) {
            if (e.getErrorCode() != SQLiteErrorCode.SQLITE_INTERRUPT.code) {
                throw e;
            }
        }
    }
}
