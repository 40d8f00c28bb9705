package dev.referent.jdbc;

import dev.referent.jdbc.driver.Cancellation;
import dev.referent.jdbc.driver.DriverLocks;
import dev.referent.jdbc.driver.EnforcementSwitch;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.driver.Handles;
import dev.referent.jdbc.explain.Explainer;
import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.StatementKind;
import dev.referent.jdbc.unenforced.UnreportedViolation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * SQLite behind one connection. Every write holds the driver's locks until its failure is explained, so that no other thread's
 * statement runs during the explanation.
 */
final class SqliteEngine extends Engine {
    private final SQLiteConnection sqlite;
    private final Cancellation cancellation;
    private final OpenRows openRows;
    private final SqliteTransaction state;
    private final SqliteErrors failures;
    private final SqliteGuard guard;
    private final EnforcementSwitch enforcement;
    private final SqliteWrites writes;

    SqliteEngine(SQLiteConnection sqlite, Options options, Schemas.SharedSchemas shared) throws SQLException {
        super(options);
        this.sqlite = sqlite;
        Handles handles = Handles.on(sqlite);
        this.cancellation = handles.cancellation();
        this.state = new SqliteTransaction(sqlite, transaction, cancellation, this::isReachedByOthers);
        state.begin();
        // last of what may fail, because the handle is counted until it is closed
        this.openRows = new OpenRows(sqlite, transaction, handles.add());
        Duration limit = options.bound().orElse(Explainer.USUAL_LIMIT);
        Schemas schemas = new Schemas(sqlite, shared, () -> transaction.hasChangedSchema() || transaction.isShared());
        Explainer explainer =
                new Explainer(sqlite, limit, schemas, openRows.asked(), transaction.writes(), cancellation);
        this.failures = new SqliteErrors(sqlite, transaction, options, explainer, cancellation);
        this.guard = new SqliteGuard(sqlite, cancellation, state, failures, this);
        this.enforcement = new EnforcementSwitch(sqlite);
        WriteRecorder recorder = new WriteRecorder(sqlite, transaction);
        this.writes = new SqliteWrites(sqlite, transaction, state, failures, guard, enforcement, recorder);
    }

    SQLiteConnection sqlite() {
        return sqlite;
    }

    void finishWrites() throws SQLException {
        openRows.finishWrites();
    }

    /** Returns whether the application may write through the driver's connection by anything else than this handle. */
    boolean isReachedByOthers() {
        return transaction.isShared() || !openRows.isOnlyHandle();
    }

    SqliteTransaction state() {
        return state;
    }

    SqliteGuard guard() {
        return guard;
    }

    /** Returns the failure of a COMMIT that the scope rejects. */
    ForeignKeyViolationSQLException rejected(UnreportedViolation violation) {
        return failures.rejected(violation, "");
    }

    @Override
    void share() throws SQLException {
        super.share();
        guard.share();
    }

    @Override
    void beforeCommit(Connection connection) throws SQLException {
        super.beforeCommit(connection);
        guard.beforeCommit(connection);
    }

    @Override
    <T> T prepare(StatementKind kind, @Nullable String sql, Execution<T> preparation) throws SQLException {
        if (kind == StatementKind.PRAGMA) {
            writes.note(String.valueOf(sql));
        }
        try {
            return preparation.run();
        } catch (SQLException e) {
            throw failures.ofSchema(e, kind, String.valueOf(sql));
        }
    }

    @Override
    <T extends @Nullable Object> T execute(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        if (statement.kind() == StatementKind.PRAGMA) {
            writes.note(statement.sql());
        }
        if (statement.kind().reads()) {
            return read(statement, execution);
        }
        return DriverLocks.hold(sqlite, () -> {
            T answer = writes.execute(statement, execution);
            if (isRows(answer)) {
                openRows.ofWrite(statement);
                statement.noteUnreadRows();
            }
            return answer;
        });
    }

    private static boolean isRows(@Nullable Object answer) {
        return Boolean.TRUE.equals(answer) || answer instanceof ResultSet;
    }

    @Override
    boolean discardsBatch(EnforcedStatement<?> statement) throws SQLException {
        return statement.isCompiled();
    }

    @Override
    <T> T executeBatch(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        return DriverLocks.hold(sqlite, () -> writes.executeBatch(statement, execution));
    }

    /** {@inheritDoc} They are executed one after the other, as SQLite does it, so that it is known which one has failed. */
    @Override
    long executeAll(EnforcedStatement<?> statement, String sql, EnforcedStatement.Update update) throws SQLException {
        return SqliteWrites.isOfDriver(sql)
                ? super.executeAll(statement, sql, update)
                : DriverLocks.hold(sqlite, () -> writes.executeAll(statement, sql, update));
    }

    private <T extends @Nullable Object> T read(EnforcedStatement<?> statement, Execution<T> execution)
            throws SQLException {
        boolean isOpen = false;
        openRows.begins(statement);
        try {
            T answer = execution.run();
            isOpen = isRows(answer);
            if (isOpen) {
                statement.rows().noteOpen();
            }
            return answer;
        } catch (SQLException e) {
            guard.statementFailed();
            state.queryFailed(e);
            throw failures.other(e);
        } finally {
            if (!isOpen) {
                openRows.ended(statement);
            }
        }
    }

    @Override
    void rowsEnded(EnforcedStatement<?> statement) {
        openRows.ended(statement);
    }

    @Override
    boolean next(EnforcedStatement<?> statement, ResultSet rows) throws SQLException {
        return DriverLocks.hold(sqlite, () -> {
            boolean more;
            try {
                more = rows.next();
            } catch (SQLException e) {
                openRows.finished(statement);
                statement.rows().noteFinished();
                guard.statementFailed();
                throw failures.ofStatement(e, statement, 0);
            } finally {
                state.paused();
            }
            return more || statement.rows().finish(() -> false);
        });
    }

    @Override
    void ended() {
        state.forget();
    }

    @Override
    SQLException failedCommit(SQLException failure) throws SQLException {
        guard.statementFailed();
        state.continues();
        SQLException typed = failures.ofCommit(failure);
        state.paused();
        state.forgetIfEnded();
        return typed;
    }

    @Override
    <T extends @Nullable Object> T inside(Execution<T> execution) throws SQLException {
        return DriverLocks.hold(sqlite, execution);
    }

    /** Executes what no cancel may interrupt. */
    void uninterrupted(Execution<?> execution) throws SQLException {
        cancellation.uninterrupted(execution);
    }

    @Override
    void cancel(Execution<?> interrupt) throws SQLException {
        cancellation.cancel(interrupt);
    }

    @Override
    void rollback(Connection connection) throws SQLException {
        inside(() -> {
            try {
                state.rollBack(connection);
            } catch (SQLException e) {
                guard.statementFailed(); // the driver may have rolled back and not begun again
                throw e;
            }
            guard.scope().ifPresent(scope -> scope.check().followAgain());
            return true;
        });
    }

    /** {@inheritDoc} A pool does not notice that a savepoint, or a BEGIN in an open transaction, has switched it off in the driver. */
    @Override
    boolean isAutoCommit(Connection connection) throws SQLException {
        return sqlite.getAutoCommit();
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
            if (ForeignKeyErrors.isViolation(e) && connection.getAutoCommit()) {
                // a pool in whose view it was on does not switch it on for the next borrower
                sqlite.setAutoCommit(true);
            }
            throw typed;
        }
    }

    /** {@inheritDoc} With autoCommit on, the driver switches it off and lets the savepoint begin a transaction. */
    @Override
    Savepoint set(Execution<Savepoint> setting) throws SQLException {
        return inside(() -> {
            guard.beforeSavepoint();
            boolean begins = guard.checksCommits() && !state.isOpen();
            Savepoint savepoint = setting.run();
            transaction.set(name(savepoint), begins);
            return savepoint;
        });
    }

    @Override
    void rollback(Connection connection, Savepoint savepoint) throws SQLException {
        inside(() -> {
            super.rollback(connection, savepoint);
            guard.scope().ifPresent(scope -> scope.check().followAgain());
            return true;
        });
    }

    @Override
    void release(Connection connection, Savepoint savepoint) throws SQLException {
        inside(() -> {
            if (guard.checksCommits() && transaction.isCommit(name(savepoint))) {
                beforeCommit(connection);
            }
            try {
                connection.releaseSavepoint(savepoint);
            } catch (SQLException e) {
                throw failedCommit(e);
            }
            transaction.released(name(savepoint));
            return true;
        });
    }

    /** {@inheritDoc} The driver also names a savepoint without a name, by its number, and a SQL string may name either. */
    @Override
    String name(Savepoint savepoint) {
        return SqlNames.folded(super.name(savepoint));
    }

    /** {@inheritDoc} SQLite then finishes the write; the driver would not report a deferred key that it violates. */
    @Override
    <T extends @Nullable Object> T finish(EnforcedStatement<?> statement, Execution<T> end) throws SQLException {
        return DriverLocks.hold(sqlite, () -> {
            openRows.finished(statement);
            int code = statement.reset();
            try {
                T answer = end.run();
                if ((code & 0xFF) == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
                    throw failures.ofReset(code, statement);
                }
                return answer;
            } finally {
                state.paused();
            }
        });
    }

    @Override
    void checkIn() throws SQLException {
        enforcement.restore();
    }

    @Override
    void close(Connection connection) throws SQLException {
        openRows.close();
        state.close(connection);
    }
}
