package dev.referent.jdbc;

import dev.referent.core.integrity.Explanation;
import dev.referent.core.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.BoundStatement;
import dev.referent.jdbc.driver.BrokenKeys;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.FileFailure;
import dev.referent.jdbc.driver.ForeignKeyFailure;
import dev.referent.jdbc.driver.WriteLog;
import dev.referent.jdbc.explain.BatchExplanation;
import dev.referent.jdbc.explain.Explainer;
import dev.referent.jdbc.explain.FailedStatement;
import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.sql.Script;
import dev.referent.jdbc.sql.SqlTokens;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** Gives what the driver throws its typed form, explained, where a foreign key refused the write; else it stays as it is. */
final class Refusals {
    /** How the driver says which row of a batch of texts failed. */
    private static final Pattern ENTRY = Pattern.compile("batch entry (\\d+):.*", Pattern.DOTALL);

    private static final Set<String> ENDS = Set.of("COMMIT", "END", "RELEASE");

    private final SQLiteConnection connection;
    private final Explainer explainer;
    private final Transaction transaction;

    Refusals(SQLiteConnection connection, Transaction transaction, Duration bound, BooleanSupplier writing) {
        this.connection = connection;
        this.transaction = transaction;
        this.explainer =
                new Explainer(connection, bound, new Schemas(connection, new Schemas.Shared()), writing, () -> false);
    }

    /**
     * The refusal of one statement.
     *
     * @param values what was bound, if that is known
     * @param nanoseconds how long it took
     * @param otherwise runs it again where it is not known what was bound
     */
    SQLException ofStatement(
            SQLException failure,
            String sql,
            Optional<List<@Nullable Object>> values,
            long nanoseconds,
            FailedStatement.Action otherwise) {
        if (!ForeignKeyFailure.isOne(failure)) {
            return ofSchema(failure, sql);
        }
        String first = Script.of(sql).get(0);
        if (endsTransaction(first)) {
            return ofCommit(failure);
        }
        boolean restricted = ForeignKeyFailure.isRestrict(failure);
        try (BoundStatement bound = new BoundStatement(connection, first)) {
            FailedStatement.Action action = values.isPresent() ? () -> bound.run(values.get()) : otherwise;
            return typed(
                    explainer.statement(FailedStatement.of(first, values, nanoseconds, action), restricted), failure);
        } catch (SQLException e) {
            return typed(Explanation.undetermined(Reason.FAILED.because(String.valueOf(e.getMessage()))), failure);
        }
    }

    /**
     * The refusal of a text that may hold several statements, which the driver ran one after the other.
     *
     * @param changes how many rows of tables they have changed
     * @param written what they wrote, if there were several
     * @param nanoseconds how long they took
     */
    SQLException ofScript(SQLException failure, String sql, long changes, WriteLog written, long nanoseconds) {
        List<String> parts = Script.of(sql);
        if (parts.size() == 1 || !ForeignKeyFailure.isOne(failure)) {
            return ofStatement(failure, sql, Optional.of(List.of()), nanoseconds, () -> {});
        }
        List<FailedStatement> statements = parts.stream()
                .map(part -> FailedStatement.of(
                        part, Optional.of(List.of()), nanoseconds, () -> Enforcement.execute(connection, part)))
                .toList();
        return typed(explainer.script(statements, changes, written, ForeignKeyFailure.isRestrict(failure)), failure);
    }

    /** The refusal of a COMMIT, or of what is one. */
    SQLException ofCommit(SQLException failure) {
        return ForeignKeyFailure.isOne(failure)
                ? new ForeignKeyViolationSQLException(explainer.commit(transaction.writes()), failure)
                : FileFailure.of(connection.getUrl(), failure);
    }

    /** The refusal of a batch of texts. */
    SQLException ofBatch(SQLException failure, List<String> texts) {
        if (!(failure instanceof BatchUpdateException batch)
                || !(batch.getCause() instanceof SQLException cause)
                || !ForeignKeyFailure.isOne(cause)) {
            return FileFailure.of(connection.getUrl(), failure);
        }
        List<FailedStatement> rows = texts.stream()
                .map(sql ->
                        FailedStatement.of(sql, Optional.of(List.of()), 0, () -> Enforcement.execute(connection, sql)))
                .toList();
        Matcher entry = ENTRY.matcher(batch.getMessage());
        OptionalInt stoppedAt =
                entry.matches() ? OptionalInt.of(Integer.parseInt(entry.group(1))) : OptionalInt.empty();
        BatchExplanation explained = explainer.batch(rows, stoppedAt, -1, Optional.empty());
        long[] counts = Arrays.copyOf(batch.getLargeUpdateCounts(), stoppedAt.orElse(rows.size()));
        return typed(explained.explanation(), counts, cause);
    }

    /**
     * The refusal of a batch of a prepared statement.
     *
     * @param values what was bound to all its rows, if that is known
     * @param size how many rows there are
     * @param changes how many rows of tables it has changed
     * @param refused runs the row that stopped it again
     */
    SQLException ofBatch(
            SQLException failure,
            String sql,
            Optional<List<@Nullable Object>> values,
            int size,
            long changes,
            FailedStatement.Action refused) {
        if (!ForeignKeyFailure.isOne(failure)) {
            return FileFailure.of(connection.getUrl(), failure);
        }
        if (values.isEmpty()) {
            return typed(Explanation.undetermined(Reason.UNREADABLE_VALUES.because()), new long[0], failure);
        }
        try (BoundStatement bound = new BoundStatement(connection, sql)) {
            int parameters = bound.parameters();
            List<FailedStatement> rows = new ArrayList<>();
            for (int row = 0; row < size; row++) {
                List<@Nullable Object> ofRow = values.get().subList(row * parameters, (row + 1) * parameters);
                rows.add(FailedStatement.of(sql, Optional.of(ofRow), 0, () -> bound.run(ofRow)));
            }
            BatchExplanation explained = explainer.batch(
                    rows,
                    OptionalInt.empty(),
                    changes,
                    Optional.of(FailedStatement.of(sql, Optional.empty(), 0, refused)));
            long[] counts = new long[explained.stoppedAt().orElse(0)];
            Arrays.fill(counts, explained.oneChangeEach() ? 1 : Statement.SUCCESS_NO_INFO);
            return typed(explained.explanation(), counts, failure);
        } catch (SQLException e) {
            return typed(
                    Explanation.undetermined(Reason.FAILED.because(String.valueOf(e.getMessage()))),
                    new long[0],
                    failure);
        }
    }

    /** What is refused for a foreign key that cannot be judged at all, as its parent is missing or does not match. */
    SQLException ofSchema(SQLException failure, String sql) {
        return BrokenKeys.explanation(connection, failure, sql)
                .map(reason -> typed(Explanation.undetermined(reason), failure))
                .orElseGet(() -> FileFailure.of(connection.getUrl(), failure));
    }

    private static boolean endsTransaction(String sql) {
        List<SqlTokens.Token> tokens = SqlTokens.of(sql);
        return !tokens.isEmpty() && ENDS.contains(tokens.get(0).keyword());
    }

    private SQLException typed(Explanation explanation, SQLException failure) {
        ForeignKeyViolationSQLException typed = new ForeignKeyViolationSQLException(explanation, failure);
        transaction.refused(typed);
        return typed;
    }

    private SQLException typed(Explanation explanation, long[] counts, SQLException failure) {
        SQLException typed = typed(explanation, failure);
        return new BatchUpdateException(typed.getMessage(), typed.getSQLState(), typed.getErrorCode(), counts, typed);
    }
}
