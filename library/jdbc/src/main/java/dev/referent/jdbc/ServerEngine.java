package dev.referent.jdbc;

import dev.referent.integrity.Explanation;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.server.Bindings;
import dev.referent.jdbc.server.ServerErrors;
import dev.referent.jdbc.sql.StatementKind;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PostgreSQL or MariaDB behind one connection. Referent sends no statement of its own on the application's connection. */
final class ServerEngine extends Engine {
    /** Statements that may begin a transaction without changing the driver's autoCommit. */
    private static final Pattern BEGINS =
            Pattern.compile("\\b(?:BEGIN|START|AUTOCOMMIT|XA|CALL|EXECUTE)\\b", Pattern.CASE_INSENSITIVE);

    private final Connection connection;
    private final ServerErrors failures;

    ServerEngine(Connection connection, ServerErrors failures, Options options) {
        super(options);
        this.connection = connection;
        this.failures = failures;
    }

    @Override
    boolean remembersBindings() {
        return true;
    }

    @Override
    <T> T prepare(StatementKind kind, @Nullable String sql, Execution<T> preparation) throws SQLException {
        announce(sql);
        return preparation.run();
    }

    private void announce(@Nullable String sql) {
        if (sql != null && BEGINS.matcher(sql).find()) {
            transaction.share();
        }
    }

    @Override
    <T extends @Nullable Object> T execute(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        announce(statement.sql());
        try {
            T answer = execution.run();
            if (!readsOnly(statement)) {
                mayHaveWritten();
            }
            return answer;
        } catch (SQLException e) {
            SQLException typed = failed(e, statement.sql(), statement.bindings());
            if (statement.sql().indexOf(';') >= 0) {
                partlyExecuted();
            }
            throw typed;
        }
    }

    /** {@inheritDoc} A function that the query calls, or a write whose rows are streamed, may fail here. */
    @Override
    boolean read(EnforcedStatement<?> statement, ResultSet rows) throws SQLException {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw failed(e, statement.sql(), Bindings.none());
        }
    }

    /** Notes that what came before a failure may have written, where the transaction continues: on MariaDB. */
    private void partlyExecuted() {
        try {
            mayHaveWritten();
        } catch (SQLException e) {
            transaction.work(); // the connection is lost
        }
    }

    /** Returns whether a statement only reads: it is a SELECT that calls no function. */
    private static boolean readsOnly(EnforcedStatement<?> statement) {
        return statement.kind() == StatementKind.QUERY && statement.sql().indexOf('(') < 0;
    }

    private void mayHaveWritten() throws SQLException {
        if (!connection.getAutoCommit()) {
            transaction.work();
        }
    }

    /** {@inheritDoc} A later statement of a multi-statement string may fail here. */
    @Override
    boolean more(EnforcedStatement<?> statement, Execution<Boolean> execution) throws SQLException {
        try {
            return execution.run();
        } catch (SQLException e) {
            SQLException typed = failed(e, statement.sql(), Bindings.none());
            partlyExecuted();
            throw typed;
        }
    }

    @Override
    <T> T executeBatch(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        StatementBatch batch = statement.takeBatch();
        batch.sqls().forEach(this::announce);
        try {
            T counts = execution.run();
            mayHaveWritten();
            return counts;
        } catch (SQLException e) {
            SQLException typed = failedBatch(e);
            partlyExecuted();
            throw typed;
        }
    }

    private SQLException failed(SQLException failure, String sql, Bindings bound) {
        return failures.isViolation(failure) ? typed(failure, sql, bound) : failure;
    }

    private ForeignKeyViolationSQLException typed(SQLException violation, String sql, Bindings bound) {
        long start = System.nanoTime();
        Explanation explanation = failures.explanation(violation, sql, bound, transaction.isFresh());
        Report report = new Report(explanation, sql, options.hidesValues());
        ViolationLog.write(report, options, Duration.ofNanos(System.nanoTime() - start));
        ForeignKeyViolationSQLException typed = new ForeignKeyViolationSQLException(
                report.sentence() + failures.ending(violation),
                report,
                options.hidesValues() ? failures.withoutValues(violation) : violation);
        transaction.failed(typed);
        return typed;
    }

    /** Returns the typed exception for a batch's failure, with the driver's update counts. */
    private SQLException failedBatch(SQLException failure) {
        Optional<SQLException> violation = failures.violation(failure);
        if (violation.isEmpty()) {
            return failure;
        }
        SQLException typed = typed(violation.get(), "", Bindings.none());
        if (!(failure instanceof BatchUpdateException batch)) {
            return typed;
        }
        SQLException rejected = new BatchUpdateException(
                typed.getMessage(), typed.getSQLState(), typed.getErrorCode(), batch.getLargeUpdateCounts(), typed);
        if (failure.getNextException() != null) {
            rejected.setNextException(typed); // PostgreSQL's driver puts it there, and programs look for it there
        }
        return rejected;
    }

    /**
     * {@inheritDoc} If the connection is lost during the commit, the SQLState is 08007 (SQL:2016: transaction resolution
     * unknown).
     */
    @Override
    SQLException failedCommit(SQLException failure) {
        Optional<SQLException> violation = failures.violation(failure);
        if (violation.isEmpty()) {
            return failures.commit(failure);
        }
        transaction.work();
        SQLException typed = typed(violation.get(), "", Bindings.none());
        transaction.end();
        return typed;
    }
}
