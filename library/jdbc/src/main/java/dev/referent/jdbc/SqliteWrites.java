package dev.referent.jdbc;

import dev.referent.jdbc.driver.EnforcementSwitch;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.sql.StatementKind;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;

/**
 * Executes what may write, while the driver's locks are held: checks it beforehand, follows the transaction, records what was
 * written, and explains a failure.
 */
record SqliteWrites(
        SQLiteConnection connection,
        Transaction transaction,
        SqliteTransaction state,
        SqliteErrors failures,
        SqliteGuard guard,
        EnforcementSwitch enforcement,
        WriteRecorder recorder) {
    /** PRAGMAs that may change the schema, or what SQLite has read of it. */
    private static final Pattern OF_SCHEMA =
            Pattern.compile("optimize|schema_version|writable_schema", Pattern.CASE_INSENSITIVE);

    /** The PRAGMA that decides whether a REPLACE fires triggers: at the COMMIT it may no longer be as a statement was executed. */
    private static final Pattern OF_TRIGGERS = Pattern.compile("recursive_triggers", Pattern.CASE_INSENSITIVE);

    /** A string that the driver does not give to SQLite (org.sqlite.ExtendedCommand). */
    private static final Pattern DRIVER_COMMAND = Pattern.compile("backup|restore", Pattern.CASE_INSENSITIVE);

    /** The driver gives a generated key if a string begins with the word itself, and not with a comment or a semicolon. */
    private static final Pattern WORD = Pattern.compile("\\s*\\w");

    <T extends @Nullable Object> T execute(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        String sql = statement.sql();
        boolean controls = statement.kind() == StatementKind.TRANSACTION_CONTROL;
        guard.beforeStatement(statement.kind(), sql);
        remember(statement);
        boolean mayBegin = controls && state.mayBeginBySql();
        boolean successful = false;
        boolean goesOn = false;
        try {
            T answer = run(statement, execution);
            successful = true;
            succeeded(statement, answer, mayBegin);
            return answer;
        } catch (ForeignKeyViolationSQLException e) {
            goesOn = e.undetermined().isEmpty(); // a violation ends no transaction, and its explanation has proved all
            throw e;
        } catch (SQLException e) {
            if (isDone(e)) {
                successful = true;
                succeeded(statement, null, mayBegin);
            }
            goesOn = controls && OpenTransaction.isToldBy(e);
            throw e;
        } finally {
            executed(successful);
            if (controls && successful) {
                state.controlled(sql);
            } else if (controls && !goesOn) {
                state.controlFailed();
            } else if (!successful && !goesOn) {
                state.forgetIfEnded();
            }
        }
    }

    private void succeeded(EnforcedStatement<?> statement, @Nullable Object answer, boolean mayBegin)
            throws SQLException {
        if (mayBegin) {
            state.begunBySql();
        }
        if (state.mayBeOpen()) {
            recorder.succeeded(statement, answer);
        }
    }

    /** Returns whether the statement was executed: {@code executeQuery} throws after that if it has no rows to return. */
    private static boolean isDone(SQLException failure) {
        return failure.getErrorCode() == Codes.SQLITE_DONE;
    }

    private void executed(boolean successful) {
        state.paused();
        if (!successful) {
            guard.statementFailed();
        }
    }

    private <T extends @Nullable Object> T run(EnforcedStatement<?> statement, Execution<T> execution)
            throws SQLException {
        long start = statement.takesTime() ? System.nanoTime() : 0;
        try {
            return execution.run();
        } catch (SQLException e) {
            long nanoseconds = start == 0 ? 0 : System.nanoTime() - start;
            if (statement.kind() != StatementKind.TRANSACTION_CONTROL) {
                state.endLeftover(e);
            }
            SQLException failure = failures.ofStatement(e, statement, nanoseconds);
            if (state.mayBeOpen() && !isDone(e)) {
                recorder.failed(statement, failure, mayLeaveRows(statement, failure));
            }
            throw failure;
        }
    }

    /**
     * A statement that was compiled while foreign keys were deferred leaves its row behind if it fails when they no longer
     * are.
     */
    private boolean mayLeaveRows(EnforcedStatement<?> statement, SQLException failure) {
        boolean foreignKey =
                failure instanceof ForeignKeyViolationSQLException || ForeignKeyErrors.isViolation(failure);
        return enforcement.isSwitched() && statement instanceof EnforcedPreparedStatement && foreignKey;
    }

    /** Remembers the statement, once per transaction; a statement that is its own transaction is not remembered. */
    private void remember(EnforcedStatement<?> statement) {
        if (state.mayBeOpen()) {
            continues(statement.kind());
            if (!statement.isRememberedIn(transaction.number())) {
                transaction.writes().executes(statement.sql());
            }
        }
    }

    private void remember(String sql) {
        if (state.mayBeOpen()) {
            continues(StatementKind.of(sql));
            transaction.writes().executes(sql);
        }
    }

    private void continues(StatementKind kind) {
        state.continues();
        if (kind.changesSchema()) {
            transaction.changesSchema();
        }
    }

    /** Notes a PRAGMA, which may act as soon as it is compiled. */
    void note(String pragma) {
        enforcement.note(pragma);
        guard.scope().ifPresent(scope -> scope.check().followAgain());
        if (OF_TRIGGERS.matcher(pragma).find() && state.mayBeOpen()) {
            transaction.writes().forgetWrites();
        }
        if (OF_SCHEMA.matcher(pragma).find()) {
            transaction.changesSchema();
            guard.scope().ifPresent(scope -> scope.check().checkAgain());
        }
    }

    static boolean isOfDriver(String sql) {
        return DRIVER_COMMAND.matcher(sql).lookingAt();
    }

    long executeAll(EnforcedStatement<?> statement, String sql, EnforcedStatement.Update update) throws SQLException {
        guard.beforeString(sql);
        long changes = 0;
        for (SqlScript.Part part : SqlScript.parts(sql)) {
            // the semicolon keeps the driver from reading the generated key of a part
            changes += statement.execute(";" + part.text(), part.statement(), update);
        }
        boolean inserts = StatementKind.of(sql) == StatementKind.INSERT
                && WORD.matcher(sql).lookingAt();
        if (inserts && connection.getConnectionConfig().isGetGeneratedKeys()) {
            statement.rows().holdKeysOfString();
        }
        return changes;
    }

    <T> T executeBatch(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        StatementBatch batch = statement.takeBatch();
        Set<StatementKind> kinds = EnumSet.noneOf(StatementKind.class);
        batch.sqls().forEach(sql -> kinds.addAll(StatementKind.all(sql)));
        boolean controls = kinds.contains(StatementKind.TRANSACTION_CONTROL);
        if (kinds.contains(StatementKind.PRAGMA)) {
            batch.sqls().forEach(this::note);
        }
        guard.beforeBatch(batch, kinds);
        boolean inTurn = runsInTurn(batch, kinds);
        if (!inTurn) {
            batch.sqls().forEach(this::remember);
        }
        long changes = connection.getDatabase().total_changes();
        boolean successful = false;
        try {
            T counts = inTurn ? new BatchInTurn(batch).execute(execution, new EntryTurn()) : execution.run();
            successful = true;
            if (state.mayBeOpen()) {
                recorder.succeeded(batch, kinds, counts);
            }
            return counts;
        } catch (SQLException e) {
            long changed = connection.getDatabase().total_changes() - changes;
            throw batchFailure(e, batch, kinds, changed);
        } finally {
            executed(successful);
            if (successful && isOneControl(batch)) {
                state.controlled(batch.sqls().get(0));
            } else if (controls) {
                transaction.writes().forgetWrites();
                state.controlFailed();
            } else if (!successful) {
                state.forgetIfEnded();
            }
        }
    }

    private static boolean isOneControl(StatementBatch batch) {
        return batch.isPrepared()
                && batch.size() == 1
                && StatementKind.of(batch.sqls().get(0)) == StatementKind.TRANSACTION_CONTROL;
    }

    /** Returns the failure as its typed exception, and records what the batch may have written. */
    private SQLException batchFailure(SQLException e, StatementBatch batch, Set<StatementKind> kinds, long changed)
            throws SQLException {
        if (!kinds.contains(StatementKind.TRANSACTION_CONTROL)) {
            state.endLeftover(e);
        }
        boolean typed = e.getCause() instanceof ForeignKeyViolationSQLException;
        SQLException failure = typed ? e : failures.ofBatch(e, batch, changed);
        if (state.mayBeOpen()) {
            boolean leaves = batch.isPrepared() && mayLeaveRows(batch.statement(), e);
            recorder.failed(batch, kinds, failure, leaves || changed != 0);
        }
        return failure;
    }

    /**
     * Returns whether the strings of a batch are executed one by one, because what they do depends on those before. A null string,
     * which the batch holds as the text null, is left to the driver, which throws.
     */
    private static boolean runsInTurn(StatementBatch batch, Set<StatementKind> kinds) {
        return !batch.isPrepared()
                && (kinds.contains(StatementKind.TRANSACTION_CONTROL) || kinds.contains(StatementKind.DROP))
                && !batch.sqls().contains("null");
    }

    /** Checks each string of a batch, and follows the transactions that it begins and ends. */
    private final class EntryTurn implements BatchInTurn.Turn {
        private boolean mayBegin;

        @Override
        public void before(String sql) throws SQLException {
            StatementKind kind = StatementKind.of(sql);
            guard.beforeExecution(kind, sql);
            remember(sql);
            mayBegin = kind == StatementKind.TRANSACTION_CONTROL && state.mayBeginBySql();
        }

        @Override
        public void after(String sql) {
            if (mayBegin) {
                state.begunBySql();
            }
            if (StatementKind.of(sql) == StatementKind.TRANSACTION_CONTROL) {
                state.controlled(sql);
            }
            state.paused();
        }
    }
}
