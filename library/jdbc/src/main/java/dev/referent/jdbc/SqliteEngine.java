package dev.referent.jdbc;

import dev.referent.jdbc.driver.Cancellation;
import dev.referent.jdbc.driver.DriverLocks;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.explain.Explainer;
import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.unenforced.DropTableGuard;
import dev.referent.jdbc.unenforced.UnreportedViolation;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * SQLite behind one connection. Every write holds the driver's locks until its failure is explained, so that no other thread's
 * statement runs during the explanation.
 */
final class SqliteEngine extends Engine {
    /** SQL that switches enforcement contains these letters, because a PRAGMA's name cannot be escaped. */
    private static final Pattern SWITCH = Pattern.compile("foreign_keys", Pattern.CASE_INSENSITIVE);

    /** A string that the driver does not give to SQLite (org.sqlite.ExtendedCommand). */
    private static final Pattern DRIVER_COMMAND = Pattern.compile("backup|restore", Pattern.CASE_INSENSITIVE);

    private final SQLiteConnection sqlite;
    private final Cancellation cancellation = new Cancellation();
    private final Set<EnforcedStatement<?>> unread = ConcurrentHashMap.newKeySet();
    private final Set<EnforcedStatement<?>> open = ConcurrentHashMap.newKeySet();
    private final SqliteTransaction state;
    private final SqliteErrors failures;
    private final WriteRecorder recorder;
    private @Nullable UnenforcedScope<?> scope;
    private boolean switched;

    SqliteEngine(SQLiteConnection sqlite, Options options, Schemas schemas) {
        super(options);
        this.sqlite = sqlite;
        this.state = new SqliteTransaction(sqlite, transaction, cancellation);
        Explainer.Rows rows =
                new Explainer.Rows(() -> !unread.isEmpty(), () -> !open.isEmpty() && transaction.hasChangedSchema());
        Duration limit = options.bound().orElse(Explainer.USUAL_LIMIT);
        Explainer explainer = new Explainer(sqlite, limit, schemas, rows, transaction.writes(), cancellation);
        this.failures = new SqliteErrors(sqlite, transaction, options, explainer, cancellation);
        this.recorder = new WriteRecorder(sqlite, transaction);
    }

    /** Returns the driver's connection. */
    SQLiteConnection sqlite() {
        return sqlite;
    }

    /** Returns the scope without enforcement that the connection is in. */
    Optional<UnenforcedScope<?>> scope() {
        return Optional.ofNullable(scope);
    }

    /** Begins a scope without enforcement. */
    void enter(UnenforcedScope<?> begun) {
        scope = begun;
    }

    /** Ends the scope. */
    void leave() {
        scope = null;
    }

    /** Returns the failure of a COMMIT that the scope rejects. */
    ForeignKeyViolationSQLException rejected(UnreportedViolation violation) {
        return failures.rejected(violation, "");
    }

    @Override
    void share() throws SQLException {
        super.share();
        if (scope != null) {
            scope.shared();
        }
    }

    @Override
    void beforeCommit(Connection connection) throws SQLException {
        super.beforeCommit(connection);
        if (scope != null && !connection.getAutoCommit()) {
            scope.beforeCommit();
        }
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

    /** Remembers that enforcement may be switched, which a PRAGMA does as soon as it is prepared. */
    private void noteSwitch(String sql) {
        switched = switched || SWITCH.matcher(sql).find();
    }

    @Override
    <T extends @Nullable Object> T execute(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        if (statement.kind() == StatementKind.PRAGMA) {
            noteSwitch(statement.sql());
        }
        if (statement.kind().reads()) {
            return read(statement, execution);
        }
        return DriverLocks.hold(sqlite, () -> write(statement, execution));
    }

    /** {@inheritDoc} They are executed one after the other, as SQLite does it, so that it is known which one has failed. */
    @Override
    long executeAll(EnforcedStatement<?> statement, String sql, EnforcedStatement.Update update) throws SQLException {
        if (DRIVER_COMMAND.matcher(sql).lookingAt()) {
            return super.executeAll(statement, sql, update);
        }
        return DriverLocks.hold(sqlite, () -> {
            guard(sql, true, true, false); // rejects the string before its first statement is executed
            long changes = 0;
            for (SqlScript.Part part : SqlScript.parts(sql)) {
                // the semicolon keeps the driver from reading the generated key of a part
                changes += statement.execute(";" + part.text(), part.statement(), update);
            }
            boolean inserts = StatementKind.of(sql) == StatementKind.INSERT;
            if (inserts && sqlite.getConnectionConfig().isGetGeneratedKeys()) {
                statement.holdKeysOfString();
            }
            return changes;
        });
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
            state.queryFailed(e);
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
        boolean controls = statement.kind() == StatementKind.TRANSACTION_CONTROL;
        inScope(sql, false);
        guard(sql, statement.kind() == StatementKind.DROP, false, controls);
        remember(statement);
        boolean mayBegin = controls && state.mayBeginBySql();
        boolean successful = false;
        boolean goesOn = false;
        try {
            T answer = run(statement, execution);
            successful = true;
            if (mayBegin) {
                state.begunBySql();
            }
            if (state.mayBeOpen()) {
                recorder.succeeded(statement, answer);
            }
            if (Boolean.TRUE.equals(answer) || answer instanceof ResultSet) {
                unread.add(statement);
                statement.hasUnreadRows();
            }
            return answer;
        } catch (ForeignKeyViolationSQLException e) {
            goesOn = e.undetermined().isEmpty(); // a violation ends no transaction, and its explanation has proved all
            throw e;
        } finally {
            executed(controls, sql, false, successful, goesOn);
        }
    }

    /** Checks a statement of a scope; an interrupt of its EXPLAIN would roll back the transaction. */
    private void inScope(String sql, boolean inBatch) throws SQLException {
        UnenforcedScope<?> current = scope;
        if (current != null) {
            cancellation.explaining(() -> {
                current.beforeStatement(sql, inBatch);
                return sql;
            });
        }
    }

    private void executed(boolean controls, String sql, boolean several, boolean successful, boolean goesOn) {
        if (scope != null && !successful) {
            scope.statementFailed();
        }
        if (controls) {
            state.controlled(sql, several, successful);
        } else if (!successful && !goesOn) {
            state.forgetIfEnded();
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
            if (state.mayBeOpen()) {
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
        return switched && statement instanceof EnforcedPreparedStatement && foreignKey;
    }

    /** Rejects a DROP TABLE that would change rows of other tables, and the COMMIT of an incomplete transaction. */
    private void guard(String sql, boolean mayDrop, boolean several, boolean controls) throws SQLException {
        // an interrupt of its EXPLAIN would roll back the transaction
        Optional<UnreportedViolation> destructive = mayDrop && !SchemaDrop.isRunning()
                ? cancellation.explaining(() -> DropTableGuard.violation(sqlite, sql))
                : Optional.empty();
        if (destructive.isPresent()) {
            throw failures.remembered(failures.rejected(destructive.get(), sql));
        }
        if (controls && allOrNothing && state.commitsIncomplete(sql, several)) {
            ForeignKeyViolationSQLException violation = transaction.violation().orElseThrow();
            state.rollBack();
            throw incomplete(violation);
        }
    }

    /** Remembers the statement, once per transaction; a statement that is its own transaction is not remembered. */
    private void remember(EnforcedStatement<?> statement) {
        if (state.mayBeOpen() && !statement.isRememberedIn(transaction.number())) {
            transaction.remember(statement.sql());
        }
    }

    @Override
    <T> T executeBatch(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        return DriverLocks.hold(sqlite, () -> {
            EnforcedStatement.Batch batch = statement.takeBatch();
            Set<StatementKind> kinds = EnumSet.noneOf(StatementKind.class);
            batch.sqls().forEach(sql -> kinds.addAll(StatementKind.all(sql)));
            boolean controls = kinds.contains(StatementKind.TRANSACTION_CONTROL);
            for (String sql : batch.sqls()) {
                inScope(sql, batch.sqls().size() > 1);
            }
            guard(batch, kinds);
            if (state.mayBeOpen()) {
                batch.sqls().forEach(transaction::remember);
            }
            long changes = sqlite.getDatabase().total_changes();
            boolean successful = false;
            try {
                T counts = execution.run();
                successful = true;
                if (state.mayBeOpen()) {
                    recorder.succeeded(batch, kinds, counts);
                }
                return counts;
            } catch (SQLException e) {
                long changed = sqlite.getDatabase().total_changes() - changes;
                if (!controls) {
                    state.endLeftover(e);
                }
                SQLException failure = failures.ofBatch(e, batch, changed);
                if (state.mayBeOpen()) {
                    boolean leaves = batch.isPrepared() && mayLeaveRows(statement, e);
                    recorder.failed(batch, kinds, failure, leaves || changed != 0);
                }
                throw failure;
            } finally {
                executed(controls, "", true, successful, false);
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
        // the driver executes the first statement of each string, which may end in a comment
        String all =
                batch.sqls().stream().map(sql -> SqlScript.split(sql).get(0)).collect(Collectors.joining("\n;"));
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
                if (scope != null) {
                    scope.statementFailed();
                }
                throw failures.ofStatement(e, statement, 0);
            }
            return more || statement.finish(() -> false);
        });
    }

    @Override
    SQLException failedCommit(SQLException failure) throws SQLException {
        SQLException typed = failures.ofCommit(failure);
        state.forgetIfEnded();
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

    @Override
    void rollback(Connection connection) throws SQLException {
        inside(() -> {
            state.rollBack(connection);
            return true;
        });
    }

    @Override
    boolean switchAutoCommit(Connection connection, boolean autoCommit) throws SQLException {
        try {
            connection.setAutoCommit(autoCommit);
            state.forget();
            return true;
        } catch (SQLException e) {
            SQLException typed = failedCommit(e);
            state.notSwitched(autoCommit, e);
            throw typed;
        }
    }

    /** {@inheritDoc} With autoCommit on, the driver switches it off and lets the savepoint begin a transaction. */
    @Override
    Savepoint set(Connection connection, Execution<Savepoint> setting) throws SQLException {
        return inside(() -> {
            boolean open = !allOrNothing || !connection.getAutoCommit() || state.isOpen();
            Savepoint savepoint = super.set(connection, setting);
            state.set(savepoint, open);
            return savepoint;
        });
    }

    @Override
    void release(Connection connection, Savepoint savepoint) throws SQLException {
        inside(() -> {
            if (allOrNothing && state.isCommit(savepoint)) {
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
     * Closes the unread rows of a statement that writes. SQLite then finishes the write; the driver would not report a
     * deferred key that it violates.
     *
     * @param end closes them
     * @throws ForeignKeyViolationSQLException if the write fails; the rows are closed nevertheless
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

    /** {@inheritDoc} Switches enforcement on again if the borrower switched it off. */
    @Override
    void checkIn() throws SQLException {
        if (switched) {
            Enforcement.execute(sqlite, "PRAGMA foreign_keys=ON");
            switched = !Enforcement.isOn(sqlite, "foreign_keys");
        }
    }

    @Override
    void close(Connection connection) throws SQLException {
        for (EnforcedStatement<?> statement : List.copyOf(unread)) {
            statement.close();
        }
        state.close(connection);
    }
}
