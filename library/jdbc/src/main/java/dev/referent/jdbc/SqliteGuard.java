package dev.referent.jdbc;

import dev.referent.jdbc.driver.Cancellation;
import dev.referent.jdbc.sql.SqlScript;
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
    private @Nullable UnenforcedScope<?> scope;

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

    /** Notes that the application can reach the driver's connection. */
    void share() throws SQLException {
        if (scope != null) {
            scope.shared();
        }
    }

    /** Rejects a COMMIT that the scope does not allow. */
    void beforeCommit(Connection pooled) throws SQLException {
        if (scope != null && !pooled.getAutoCommit()) {
            scope.beforeCommit();
        }
    }

    /** Notes that a statement has failed. */
    void statementFailed() {
        if (scope != null) {
            scope.statementFailed();
        }
    }

    /** Rejects a statement. */
    void beforeStatement(StatementKind kind, String sql) throws SQLException {
        checkInScope(sql, false);
        reject(sql, kind == StatementKind.DROP, false, kind == StatementKind.TRANSACTION_CONTROL);
    }

    /** Rejects a string of several statements, before its first one is executed. */
    void beforeString(String sql) throws SQLException {
        reject(sql, true, true, false);
    }

    /**
     * Rejects a batch.
     *
     * @param kinds what its statements are
     */
    void beforeBatch(EnforcedStatement.Batch batch, Set<StatementKind> kinds) throws SQLException {
        for (String sql : batch.sqls()) {
            checkInScope(sql, batch.sqls().size() > 1);
        }
        boolean controls = kinds.contains(StatementKind.TRANSACTION_CONTROL);
        boolean mayDrop = kinds.contains(StatementKind.DROP);
        if (!controls && !mayDrop) {
            return;
        }
        // the driver executes the first statement of each string, which may end in a comment
        String all =
                batch.sqls().stream().map(sql -> SqlScript.split(sql).get(0)).collect(Collectors.joining("\n;"));
        try {
            reject(all, mayDrop, !batch.isPrepared(), controls);
        } catch (ForeignKeyViolationSQLException e) {
            batch.statement().clearBatch();
            throw new BatchUpdateException(e.getMessage(), e.getSQLState(), e.getErrorCode(), new int[0], e);
        }
    }

    /** Checks a statement of a scope; an interrupt of its EXPLAIN would roll back the transaction. */
    private void checkInScope(String sql, boolean inBatch) throws SQLException {
        UnenforcedScope<?> current = scope;
        if (current != null) {
            cancellation.explaining(() -> {
                current.beforeStatement(sql, inBatch);
                return sql;
            });
        }
    }

    private void reject(String sql, boolean mayDrop, boolean several, boolean controls) throws SQLException {
        // an interrupt of its EXPLAIN would roll back the transaction
        Optional<UnreportedViolation> destructive = mayDrop && !SchemaDrop.isRunning()
                ? cancellation.explaining(() -> DropTableGuard.violation(connection, sql))
                : Optional.empty();
        if (destructive.isPresent()) {
            throw failures.remembered(failures.rejected(destructive.get(), sql));
        }
        if (controls && engine.allOrNothing && state.commitsIncomplete(sql, several)) {
            ForeignKeyViolationSQLException violation =
                    engine.transaction.violation().orElseThrow();
            state.rollBack();
            throw Engine.incomplete(violation);
        }
    }
}
