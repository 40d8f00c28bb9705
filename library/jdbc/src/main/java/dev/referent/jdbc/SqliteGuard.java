package dev.referent.jdbc;

import dev.referent.jdbc.driver.Cancellation;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.sql.StatementKind;
import dev.referent.jdbc.unenforced.DropTableGuard;
import dev.referent.jdbc.unenforced.UnreportedViolation;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Rejects, before it is executed, what SQLite would accept without a word: a DROP TABLE that changes rows of other tables, the
 * COMMIT of a transaction that a violation has left incomplete, and what a scope without enforcement does not allow.
 */
final class SqliteGuard {
    private final SQLiteConnection connection;
    private final Cancellation cancellation;
    private final SqliteTransaction state;
    private final SqliteErrors failures;
    private final Engine engine;
    private @Nullable UnenforcedScope scope;

    SqliteGuard(
            SQLiteConnection connection,
            Cancellation cancellation,
            SqliteTransaction state,
            SqliteErrors failures,
            Engine engine) {
        this.connection = connection;
        this.cancellation = cancellation;
        this.state = state;
        this.failures = failures;
        this.engine = engine;
    }

    Optional<UnenforcedScope> scope() {
        return Optional.ofNullable(scope);
    }

    void enter(UnenforcedScope begun) {
        scope = begun;
    }

    void leave() {
        scope = null;
    }

    void share() throws SQLException {
        if (scope != null) {
            scope.check().shared();
        }
    }

    /** Rejects a COMMIT that the scope does not allow. */
    void beforeCommit(Connection pooled) throws SQLException {
        if (scope != null && !engine.isAutoCommit(pooled)) {
            scope.beforeCommit();
        }
    }

    void statementFailed() {
        if (scope != null) {
            scope.statementFailed();
        }
    }

    /** Rejects a savepoint of JDBC that would begin another transaction in a scope that a failure has rolled back. */
    void beforeSavepoint() throws SQLException {
        if (scope != null) {
            scope.rejectIfRolledBack();
        }
    }

    boolean checksCommits() {
        return engine.options.allOrNothing() || scope != null;
    }

    void beforeStatement(StatementKind kind, String sql) throws SQLException {
        checkInScope(sql, false);
        beforeExecution(kind, sql);
    }

    /** Rejects a statement, which the scope has already checked. */
    void beforeExecution(StatementKind kind, String sql) throws SQLException {
        if (kind == StatementKind.DROP) {
            rejectDrop(sql, () -> DropTableGuard.violation(connection, sql));
        }
        if (kind == StatementKind.TRANSACTION_CONTROL && checksCommits() && state.beforeControl(sql)) {
            beforeCommitBySql();
        }
    }

    private void beforeCommitBySql() throws SQLException {
        Optional<ForeignKeyViolationSQLException> violation = engine.transaction.violation();
        if (engine.options.allOrNothing() && violation.isPresent()) {
            state.rollBack();
            throw Engine.incomplete(violation.get());
        }
        if (scope != null) {
            scope.beforeCommit();
        }
    }

    /** Rejects a string of several statements before its first one is executed, if a later DROP TABLE is certain to be rejected. */
    void beforeString(String sql) throws SQLException {
        if (StatementKind.all(sql).contains(StatementKind.DROP)) {
            rejectDrop(sql, () -> DropTableGuard.violationAhead(connection, sql));
        }
    }

    /** Rejects a batch before its first statement is executed. */
    void beforeBatch(StatementBatch batch, Set<StatementKind> kinds) throws SQLException {
        for (String sql : batch.sqls()) {
            checkInScope(sql, batch.sqls().size() > 1);
        }
        boolean controls = kinds.contains(StatementKind.TRANSACTION_CONTROL);
        boolean mayDrop = kinds.contains(StatementKind.DROP);
        if ((!controls && !mayDrop) || batch.size() == 0) {
            return; // the driver executes nothing where a prepared batch has no rows
        }
        try {
            if (batch.isPrepared()) {
                String sql = batch.sqls().get(0);
                beforeExecution(StatementKind.of(sql), sql);
            } else if (mayDrop) {
                // the driver executes the first statement of each string, which may end in a comment
                beforeString(batch.sqls().stream()
                        .map(sql -> SqlScript.split(sql).get(0))
                        .collect(Collectors.joining("\n;")));
            }
        } catch (ForeignKeyViolationSQLException e) {
            batch.statement().clearBatch();
            throw new BatchUpdateException(e.getMessage(), e.getSQLState(), e.getErrorCode(), new int[0], e);
        }
    }

    /** Checks a statement of a scope; an interrupt of its EXPLAIN would roll back the transaction. */
    private void checkInScope(String sql, boolean inBatch) throws SQLException {
        UnenforcedScope current = scope;
        if (current != null) {
            cancellation.uninterrupted(() -> {
                current.beforeStatement(sql, inBatch);
                return sql;
            });
        }
    }

    private void rejectDrop(String sql, Execution<Optional<UnreportedViolation>> check) throws SQLException {
        // an interrupt of its EXPLAIN would roll back the transaction
        Optional<UnreportedViolation> violation =
                SchemaDrop.isRunning() ? Optional.empty() : cancellation.uninterrupted(check);
        if (violation.isPresent()) {
            throw failures.remembered(failures.rejected(violation.get(), sql));
        }
    }
}
