package dev.referent.jdbc.explain;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.Deadline;
import dev.referent.jdbc.driver.Deadline.DeadlineException;
import dev.referent.jdbc.driver.DriverLocks;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.driver.PageCache;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.driver.SqlLength;
import dev.referent.jdbc.explain.RowTrials.Outcome;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.Schemas;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.sqlite.SQLiteConnection;

/**
 * Explains the failures on one connection. An explanation never throws instead of the failure, takes no longer than its limit,
 * and changes nothing: it reads first, and re-runs only what reading cannot prove.
 *
 * @param writes what the open transaction has executed
 * @param cancelled whether the application has cancelled the statement that is explained
 */
public record Explainer(
        SQLiteConnection connection,
        Duration limit,
        Schemas schemas,
        Rows rows,
        TransactionWrites writes,
        BooleanSupplier cancelled) {
    /** The default limit of an explanation. */
    public static final Duration USUAL_LIMIT = Duration.ofMillis(250);

    /**
     * The rows that the application holds while a statement fails.
     *
     * @param unread whether rows of a statement that writes are unread: SQLite would abandon that write
     * @param ended whether a query is executed, or its rows are open, that a re-run could end: its PRAGMAs expire all statements, and
     *     SQLite ends an expired query when it opens its next cursor; where the transaction has changed the schema, the rollback ends
     *     it at once
     */
    public record Rows(BooleanSupplier unread, Execution<Boolean> ended) {}

    /** Adds violations; returns what is missing. */
    @FunctionalInterface
    private interface Search {
        Optional<Undetermined> in(Investigation investigation) throws SQLException;
    }

    /**
     * Explains the failure of one statement.
     *
     * @param restricted whether it was a RESTRICT, which stops a statement at once
     */
    public Explanation statement(FailedStatement failed, boolean restricted) {
        Violations violations = Violations.ofAll();
        Outcome outcome = restricted ? Outcome.FAILED_BY_RESTRICT : Outcome.FAILED;
        return explained(Set.of(Rehearsal.of(failed.statement())), violations, investigation -> {
            Optional<Undetermined> gap = readOrRerun(investigation, violations, failed, outcome);
            return investigation.repeatability().isLost(failed.nanoseconds()) ? notRepeatable(violations) : gap;
        });
    }

    /** Explains the failure of a COMMIT from the transaction's writes. */
    public Explanation commit() {
        Violations violations = Violations.ofAll();
        return explained(Set.of(Rehearsal.OF_INSERT), violations, investigation -> {
            boolean all = Query.number(connection, "PRAGMA defer_foreign_keys") == 1;
            violations.check((key, kind) -> all || key.foreignKey().deferred());
            boolean proved = writes.writes().isPresent()
                    && investigation
                            .reading(() -> new CommitProof(investigation, violations)
                                    .addTo(writes.writes().get()))
                            .orElse(false);
            return proved ? Optional.empty() : new CommitSearch(investigation, all, writes).addTo(violations);
        });
    }

    /**
     * Explains the failure of a batch.
     *
     * @param stoppedAt the row that stopped it, if that is known
     * @param changes how many rows of tables the batch has changed; negative if that is not known
     * @param failed re-runs the row that stopped it, if the driver still has it
     */
    public BatchExplanation batch(
            List<FailedStatement> rows, OptionalInt stoppedAt, long changes, Optional<FailedStatement> failed) {
        Violations violations = Violations.ofAll();
        BatchOutcome outcome = new BatchOutcome(stoppedAt);
        Set<Rehearsal> rehearsals = EnumSet.of(Rehearsal.OF_BATCH);
        rows.stream().limit(1).map(row -> Rehearsal.of(row.statement())).forEach(rehearsals::add);
        Explanation explanation = explained(rehearsals, violations, investigation -> {
            violations.check((key, kind) -> investigation.isCheckedNow(key));
            Optional<BatchProof.Result> proved = investigation
                    .reading(() -> new BatchProof(investigation, rows, violations).result(stoppedAt, changes))
                    .flatMap(result -> result);
            if (proved.isPresent() && !investigation.repeatability().isLost(0)) {
                outcome.stoppedAt = OptionalInt.of(proved.get().stoppedAt());
                outcome.oneChangeEach = proved.get().oneChangeEach();
                return proved.get().gap();
            }
            Optional<Undetermined> gap = rerunBatch(investigation, violations, rows, changes, failed, outcome);
            return investigation.repeatability().isLost(0) ? notRepeatable(violations) : gap;
        });
        return new BatchExplanation(explanation, outcome.stoppedAt, outcome.oneChangeEach);
    }

    /** The clock was read, and another second has begun. */
    private static Optional<Undetermined> notRepeatable(Violations violations) {
        violations.clear();
        return Optional.of(Reason.NOT_REPEATABLE.because());
    }

    /** The known facts about a batch at the end of its explanation, also at the deadline. */
    private static final class BatchOutcome {
        private OptionalInt stoppedAt;
        private boolean oneChangeEach;

        private BatchOutcome(OptionalInt stoppedAt) {
            this.stoppedAt = stoppedAt;
        }
    }

    private Optional<Undetermined> rerunBatch(
            Investigation investigation,
            Violations violations,
            List<FailedStatement> rows,
            long changes,
            Optional<FailedStatement> failed,
            BatchOutcome outcome)
            throws SQLException {
        int reached = reached(investigation, rows, outcome.stoppedAt.orElse(0));
        List<FailedStatement> known = rows.subList(0, reached);
        Catalogue catalogue = investigation.catalogue(known);
        List<FailedStatement> stopped = outcome.stoppedAt.isPresent()
                ? List.of(rows.get(outcome.stoppedAt.getAsInt())) // the rows before it are not run again
                : known;
        Optional<Undetermined> obstacle = obstacle(investigation, catalogue, stopped);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        RowTrials trials = new RowTrials(investigation, catalogue);
        StoppedRow stoppedRow = new StoppedRow(trials);
        BatchSearch search = new BatchSearch(trials);
        if (outcome.stoppedAt.isEmpty()) {
            outcome.oneChangeEach = stoppedRow.isOneChangeEach(rows);
            outcome.stoppedAt = stoppedRow.stoppedAt(rows, changes, failed);
        }
        if (outcome.stoppedAt.isPresent()) {
            Optional<Undetermined> gap = search.addTo(violations, known, outcome.stoppedAt.getAsInt());
            return reached == rows.size()
                    ? gap
                    : gap.or(
                            () -> Optional.of(Reason.SEVERAL_DATABASES.because().at("row " + reached)));
        }
        if (failed.isPresent()) {
            Violations ofRow = Violations.ofAll();
            search.addTo(ofRow, List.of(failed.get()), 0);
            violations.addAll(ofRow.withoutRow());
        }
        return Optional.of(Reason.WHICH_ROW.because());
    }

    /** Returns how many rows of a batch can be re-run without locking a database that it has not reached. */
    private int reached(Investigation investigation, List<FailedStatement> rows, int stoppedAt) throws SQLException {
        HeldLocks locks = HeldLocks.of(investigation, writes);
        for (FailedStatement row : rows.subList(0, stoppedAt + 1)) {
            locks.add(row.statement());
        }
        return locks.covered(rows);
    }

    /** Returns why one of the statements must not be re-run; empty if all may. */
    private Optional<Undetermined> obstacle(
            Investigation investigation, Catalogue catalogue, List<FailedStatement> statements) throws SQLException {
        if (investigation.deadline().hasOtherHandler()) {
            return Optional.of(Reason.PROGRESS_HANDLER.because());
        }
        if (rows.unread().getAsBoolean()) {
            return Optional.of(Reason.UNREAD_ROWS.because());
        }
        if (rows.ended().run()) {
            return Optional.of(Reason.OPEN_ROWS.because());
        }
        Set<String> seen = new HashSet<>();
        for (FailedStatement statement : statements) {
            Optional<Undetermined> obstacle =
                    seen.add(statement.sql()) ? investigation.obstacle(statement, catalogue) : Optional.empty();
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        return Optional.empty();
    }

    /** Explains while no other thread can use the connection; never throws. */
    private Explanation explained(Set<Rehearsal> rehearsals, Violations violations, Search search) {
        if (!limit.isZero()) {
            rehearsals.forEach(Rehearsal::once);
        }
        try {
            return DriverLocks.hold(connection, () -> violations.explanation(searchWithinLimit(search)));
        } catch (Throwable e) {
            return violations.explanation(Optional.of(failed(e)));
        }
    }

    private Optional<Undetermined> searchWithinLimit(Search search) throws SQLException {
        try (Deadline deadline = Deadline.start(connection, limit, cancelled)) {
            boolean inTransaction = OpenTransaction.in(connection);
            Execution<Optional<Undetermined>> searching =
                    () -> SqlLength.during(connection, () -> searched(search, deadline, !inTransaction));
            Optional<Undetermined> gap = inTransaction ? PageCache.enlarged(connection, searching) : searching.run();
            boolean onlyRead = gap.isEmpty() && !deadline.hasRolledBack();
            if (inTransaction && !onlyRead && !connection.isClosed() && !OpenTransaction.in(connection)) {
                beginAgain();
                return Optional.of(Reason.TRANSACTION_LOST.because());
            }
            return gap;
        }
    }

    private Optional<Undetermined> searched(Search search, Deadline deadline, boolean autoCommit) {
        try {
            return search.in(new Investigation(connection, schemas, deadline, autoCommit));
        } catch (DeadlineException e) {
            return Optional.of(reason(deadline));
        } catch (SQLException | RuntimeException | Error e) {
            return Optional.of(deadline.isOver() ? reason(deadline) : failed(e));
        }
    }

    /** Returns that an explanation failed, and why; a StackOverflowError has no message. */
    public static Undetermined failed(Throwable cause) {
        return Reason.FAILED.because(Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString));
    }

    /** Begins a transaction where the driver assumes that one is open. */
    private void beginAgain() throws SQLException {
        if (!connection.getAutoCommit()) {
            String mode = connection.getConnectionConfig().getTransactionMode().name();
            Enforcement.execute(connection, "BEGIN " + mode);
        }
    }

    static Undetermined reason(Deadline deadline) {
        return deadline.isCancelled()
                ? Reason.CANCELLED.because()
                : Reason.TIME_LIMIT.because(deadline.limit().toMillis());
    }

    /** Adds the violations of one statement, by reading if that proves them, otherwise by a re-run. */
    private Optional<Undetermined> readOrRerun(
            Investigation investigation, Violations violations, FailedStatement failed, Outcome outcome)
            throws SQLException {
        if (failed.sql().length() > Rehearsal.LONG) {
            // it may have taken its time to be compiled, which nothing interrupts
            investigation.deadline().checkFor(failed.nanoseconds());
        }
        if (!failed.statement().parse(investigation.deadline()::isOver)) {
            investigation.deadline().check();
        }
        if (!failed.statement().isWrite()) {
            return Optional.of(Reason.NO_WRITE.because());
        }
        StatementExplanation statement = new StatementExplanation(investigation);
        Optional<Undetermined> withoutParentTable = statement.withoutParentTable(failed, outcome);
        if (statement.read(violations, failed, outcome) || withoutParentTable.isPresent()) {
            return withoutParentTable;
        }
        Catalogue catalogue = investigation.catalogue(List.of(failed));
        Optional<Undetermined> obstacle = obstacle(investigation, catalogue, List.of(failed));
        if (obstacle.isPresent()) {
            return obstacle;
        }
        statement.readFew(violations, failed);
        return statement.rerun(catalogue, violations, failed, outcome);
    }
}
