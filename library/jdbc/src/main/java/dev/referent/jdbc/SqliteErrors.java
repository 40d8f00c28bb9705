package dev.referent.jdbc;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.BoundStatement;
import dev.referent.jdbc.driver.Cancellation;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.driver.FileErrors;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.driver.MismatchErrors;
import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.driver.StackProbe;
import dev.referent.jdbc.explain.BatchExplanation;
import dev.referent.jdbc.explain.Explainer;
import dev.referent.jdbc.explain.FailedStatement;
import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.StatementKind;
import dev.referent.jdbc.unenforced.UnreportedViolation;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.DB;

/**
 * Converts the exceptions of SQLite's driver: a foreign key violation becomes the typed, explained exception; others stay
 * unchanged or get a SQLState.
 */
final class SqliteErrors {
    /** The driver's message about the failed row of a batch of SQL strings. */
    private static final Pattern ENTRY = Pattern.compile("batch entry (\\d+):.*", Pattern.DOTALL);

    /** How much stack an explanation needs: an overflow in the driver loses a statement that it compiles, and it cannot be closed. */
    private static final int FRAMES = 1_000;

    private final SQLiteConnection connection;
    private final Explainer explainer;
    private final Transaction transaction;
    private final Options options;
    private final Cancellation cancellation;

    /** How long the explanation took that is not reported yet; the driver's locks are held meanwhile. */
    private Duration explanationTime = Duration.ZERO;

    SqliteErrors(
            SQLiteConnection connection,
            Transaction transaction,
            Options options,
            Explainer explainer,
            Cancellation cancellation) {
        this.connection = connection;
        this.transaction = transaction;
        this.options = options;
        this.explainer = explainer;
        this.cancellation = cancellation;
    }

    /** Returns a failure that is not a foreign key violation, with its SQLState and constraint if they are known. */
    SQLException other(SQLException failure) {
        return other(failure, "");
    }

    private SQLException other(SQLException failure, String sql) {
        return ConstraintViolationSQLException.of(FileErrors.explain(connection, failure, sql));
    }

    SQLException ofStatement(SQLException failure, EnforcedStatement<?> statement, long nanoseconds) {
        if (!ForeignKeyErrors.isViolation(failure)) {
            return ofSchema(failure, statement.kind(), statement.sql());
        }
        if (statement.kind() == StatementKind.TRANSACTION_CONTROL) {
            return ofCommit(failure);
        }
        return typed(
                explaining(() -> explainStatement(failure, statement, nanoseconds), explanation -> explanation),
                statement.sql(),
                failure);
    }

    private Explanation explainStatement(SQLException failure, EnforcedStatement<?> statement, long nanoseconds)
            throws SQLException {
        String first = first(statement.sql());
        Optional<List<@Nullable Object>> values = statement.values();
        try (BoundStatement bound = new BoundStatement(connection, first)) {
            FailedStatement.Action action =
                    values.isPresent() ? () -> bound.run(values.get()) : statement::executeAgain;
            FailedStatement failed = FailedStatement.of(first, values, nanoseconds, action);
            return explainer.statement(failed, ForeignKeyErrors.isRestrict(failure));
        }
    }

    /** The failure of a statement that appears when its rows are closed. */
    SQLException ofReset(int code, EnforcedStatement<?> statement) {
        return ofStatement(DB.newSQLException(code, "FOREIGN KEY constraint failed"), statement, 0);
    }

    SQLException ofCommit(SQLException failure) {
        if (!ForeignKeyErrors.isViolation(failure)) {
            return other(failure);
        }
        return exception(explaining(explainer::commit, explanation -> explanation), "", failure);
    }

    /** The failure of a batch that has changed so many rows of tables. */
    SQLException ofBatch(SQLException failure, StatementBatch batch, long changes) {
        return batch.isPrepared() ? ofPrepared(failure, batch, changes) : ofStrings(failure, batch.sqls());
    }

    private SQLException ofStrings(SQLException failure, List<String> sqls) {
        if (!(failure instanceof BatchUpdateException batch)
                || !(batch.getCause() instanceof SQLException cause)
                || !ForeignKeyErrors.isViolation(cause)) {
            return other(failure);
        }
        Matcher entry = ENTRY.matcher(batch.getMessage());
        OptionalInt stoppedAt =
                entry.matches() ? OptionalInt.of(Integer.parseInt(entry.group(1))) : OptionalInt.empty();
        long[] counts = Arrays.copyOf(batch.getLargeUpdateCounts(), stoppedAt.orElse(sqls.size()));
        String sql = stoppedAt.isPresent() ? sqls.get(stoppedAt.getAsInt()) : "";
        if (StatementKind.of(sql) == StatementKind.TRANSACTION_CONTROL) {
            return ofBatch(ofCommit(cause), counts);
        }
        BatchExplanation explained = explaining(() -> explainStrings(sqls, stoppedAt), BatchExplanation::withoutRow);
        return typed(explained.explanation(), sql, counts, cause);
    }

    private BatchExplanation explainStrings(List<String> sqls, OptionalInt stoppedAt) {
        List<FailedStatement> rows = new BatchRows(sqls.size(), row -> {
            String first = first(sqls.get(row)); // the driver executes no more of it
            return FailedStatement.of(first, Optional.of(List.of()), 0, () -> Enforcement.execute(connection, first));
        });
        return explainer.batch(rows, stoppedAt, -1, Optional.empty());
    }

    /** Returns the first statement of a SQL string; the string itself if it is certainly the only one. */
    private static String first(String sql) {
        return SqlScript.isSingleStatement(sql) ? sql : SqlScript.split(sql).get(0);
    }

    private SQLException ofPrepared(SQLException failure, StatementBatch batch, long changes) {
        if (!ForeignKeyErrors.isViolation(failure)) {
            return other(failure);
        }
        Optional<List<@Nullable Object>> values = batch.values();
        String sql = batch.sqls().get(0);
        if (values.isEmpty()) {
            return typed(Explanation.undetermined(Reason.UNREADABLE_VALUES.because()), sql, new long[0], failure);
        }
        BatchExplanation explained =
                explaining(() -> explainRows(batch, values.get(), changes), BatchExplanation::withoutRow);
        long[] counts = new long[explained.stoppedAt().orElse(0)];
        Arrays.fill(counts, explained.oneChangeEach() ? 1 : Statement.SUCCESS_NO_INFO);
        return typed(explained.explanation(), sql, counts, failure);
    }

    private BatchExplanation explainRows(StatementBatch batch, List<@Nullable Object> values, long changes)
            throws SQLException {
        String sql = batch.sqls().get(0);
        try (BoundStatement bound = new BoundStatement(connection, sql)) {
            int parameters = bound.parameters();
            SqlStatement parsed = SqlStatement.of(sql);
            List<FailedStatement> rows = new BatchRows(batch.size(), row -> {
                List<@Nullable Object> ofRow = values.subList(row * parameters, (row + 1) * parameters);
                return new FailedStatement(parsed, Optional.of(ofRow), 0, () -> bound.run(ofRow));
            });
            FailedStatement stopped = new FailedStatement(parsed, Optional.empty(), 0, batch.statement()::stepAgain);
            return explainer.batch(rows, OptionalInt.empty(), changes, Optional.of(stopped));
        }
    }

    /**
     * The failure of a write to a table with a foreign key that SQLite cannot check, because its parent table is missing or
     * does not match.
     */
    SQLException ofSchema(SQLException failure, StatementKind kind, String sql) {
        return (kind.writesRows() ? MismatchErrors.explain(connection, failure, sql) : Optional.<Undetermined>empty())
                .map(reason -> typed(Explanation.undetermined(reason), sql, failure))
                .orElseGet(() -> other(failure, sql));
    }

    /** Explains a failure; if that throws, {@code without} makes the result, so that it does not hide the failure. */
    private <T> T explaining(Execution<T> explanation, Function<Explanation, T> without) {
        long start = System.nanoTime();
        try {
            StackProbe.require(FRAMES);
            return cancellation.uninterrupted(explanation);
        } catch (Throwable e) {
            return without.apply(Explanation.undetermined(Explainer.failed(e)));
        } finally {
            explanationTime = Duration.ofNanos(System.nanoTime() - start);
        }
    }

    private SQLException typed(Explanation explanation, String sql, SQLException failure) {
        return remembered(exception(explanation, sql, failure));
    }

    private ForeignKeyViolationSQLException exception(Explanation explanation, String sql, SQLException failure) {
        Report report = new Report(explanation, sql, options.hidesValues());
        ViolationLog.write(report, options, explanationTime);
        explanationTime = Duration.ZERO;
        return new ForeignKeyViolationSQLException(report.message(), report, failure);
    }

    /** A statement, or a COMMIT where the SQL is empty, that SQLite would accept and Referent rejects. */
    ForeignKeyViolationSQLException rejected(UnreportedViolation violation, String sql) {
        Report report = new Report(violation.explanation(), sql, options.hidesValues());
        ViolationLog.write(report, options, Duration.ZERO);
        return new ForeignKeyViolationSQLException(violation.why() + report.message(), report, violation.cause());
    }

    /** Remembers a violation in a transaction that is committed completely or not at all. */
    ForeignKeyViolationSQLException remembered(ForeignKeyViolationSQLException violation) {
        if (options.allOrNothing() && isInTransaction()) {
            transaction.failed(violation);
        }
        return violation;
    }

    private boolean isInTransaction() {
        try {
            return !connection.isClosed() && OpenTransaction.in(connection);
        } catch (SQLException e) {
            return true; // reject the COMMIT rather than commit an incomplete transaction
        }
    }

    private SQLException typed(Explanation explanation, String sql, long[] counts, SQLException failure) {
        return ofBatch(typed(explanation, sql, failure), counts);
    }

    private static SQLException ofBatch(SQLException typed, long[] counts) {
        return new BatchUpdateException(typed.getMessage(), typed.getSQLState(), typed.getErrorCode(), counts, typed);
    }
}
