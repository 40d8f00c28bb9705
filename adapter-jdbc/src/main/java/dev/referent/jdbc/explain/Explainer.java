package dev.referent.jdbc.explain;

import dev.referent.core.integrity.Explanation;
import dev.referent.jdbc.driver.Scope;
import dev.referent.jdbc.driver.TimeLimit;
import dev.referent.jdbc.driver.WriteLog;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.explain.BatchSearch.Outcome;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.sql.PlainChange;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.sqlite.SQLiteConnection;

/**
 * Explains what one connection's database refuses. An explanation never throws in place of the refusal, and takes no longer
 * than its bound.
 */
public final class Explainer {
    /** How long an explanation may take if nothing else is said. */
    public static final Duration USUAL_BOUND = Duration.ofMillis(250);

    private static final String NO_RESTRICT =
            "a RESTRICT refused it, and not one row alone that the statement takes away may be the cause";

    /** Said where a second run might come farther than the first, and end the application's transaction. */
    static final String MAY_ROLL_BACK =
            "the statement, a trigger or a table may roll back the transaction, so it is not run again";

    private static final String UNHEARD =
            "a deferred key's RESTRICT may have been met as well, which nothing tells of rows that are replaced";

    private static final AtomicBoolean COLD = new AtomicBoolean(true);

    private final SQLiteConnection connection;
    private final Duration bound;
    private final BooleanSupplier writing;
    private Catalogue catalogue = Catalogue.unread();

    /**
     * Explains what the connection's database refuses.
     *
     * @param writing whether rows of a statement that writes are not read to their end: SQLite would give up that write
     */
    public Explainer(SQLiteConnection connection, Duration bound, BooleanSupplier writing) {
        this.connection = connection;
        this.bound = bound;
        this.writing = writing;
    }

    /** Explains within the time. */
    @FunctionalInterface
    private interface Search<T> {
        /** Returns the explanation. */
        T within(TimeLimit limit) throws SQLException;
    }

    /**
     * Explains the refusal of one statement.
     *
     * @param restricted whether it was a RESTRICT, which stops a statement at once
     */
    public Explanation statement(Rerun rerun, boolean restricted) {
        return explained(limit -> {
            boolean alone = !Scope.isInTransaction(connection);
            return statement(rerun, restricted, alone, limit);
        });
    }

    /**
     * Explains the refusal of a COMMIT.
     *
     * @param statements the texts that the transaction ran; empty if they are not known
     */
    public Explanation commit(Optional<Set<String>> statements) {
        return explained(limit -> new CommitSearch(connection, catalogue, limit).explanation(statements));
    }

    /**
     * Explains the refusal of one of several statements that were run one after the other.
     *
     * @param changes how many rows of tables they have changed
     * @param written what they wrote
     */
    public Explanation script(List<Rerun> statements, long changes, WriteLog written, boolean restricted) {
        return explained(limit -> {
            Optional<String> obstacle = obstacle(statements);
            if (obstacle.isPresent()) {
                return Explanation.undetermined(obstacle.get());
            }
            boolean alone = !Scope.isInTransaction(connection);
            OptionalInt refused = new BatchSearch(connection, catalogue, limit, this::search)
                    .stoppedAt(statements, changes, written, alone);
            return refused.isEmpty()
                    ? Explanation.undetermined("not one alone of the text's statements is refused when it is run again")
                    : statement(statements.get(refused.getAsInt()), restricted, alone, limit);
        });
    }

    /**
     * Explains the refusal of a batch.
     *
     * @param stoppedAt the row that stopped it, if that is known
     * @param changes how many rows of tables the batch has changed; negative if that is not known
     * @param refused runs the row that stopped it again, if the driver still has it
     */
    public BatchExplanation batch(List<Rerun> rows, OptionalInt stoppedAt, long changes, Optional<Rerun> refused) {
        return explained(
                limit -> batch(rows, stoppedAt, changes, refused, limit),
                reason -> new BatchExplanation(Explanation.undetermined(reason), stoppedAt, false));
    }

    private BatchExplanation batch(
            List<Rerun> rows, OptionalInt stoppedAt, long changes, Optional<Rerun> refused, TimeLimit limit)
            throws SQLException {
        Optional<String> obstacle = obstacle(rows);
        if (obstacle.isPresent()) {
            return new BatchExplanation(Explanation.undetermined(obstacle.get()), stoppedAt, false);
        }
        boolean alone = !Scope.isInTransaction(connection);
        BatchSearch search = new BatchSearch(connection, catalogue, limit, this::search);
        boolean oneChangeEach = search.isOneChangeEach(rows);
        OptionalInt stopped = stoppedAt.isPresent() ? stoppedAt : search.stoppedAt(rows, changes, refused, alone);
        if (stopped.isEmpty()) {
            Violations violations = Violations.ofAll();
            if (refused.isPresent()) {
                search.addTo(violations, List.of(refused.get()), 0, alone);
            }
            Optional<String> gap = Optional.of("which row it is, and what the rows after it would do, cannot be told");
            return new BatchExplanation(violations.withoutRow().explanation(gap), stopped, oneChangeEach);
        }
        Violations violations = Violations.ofAll();
        Optional<String> gap = search.addTo(violations, rows, stopped.getAsInt(), alone);
        return new BatchExplanation(violations.explanation(gap), stopped, oneChangeEach);
    }

    private Optional<String> obstacle(List<Rerun> statements) throws SQLException {
        Set<String> texts = new HashSet<>();
        for (Rerun statement : statements) {
            if (texts.add(statement.sql())) {
                Optional<String> obstacle = statement.obstacle(connection, catalogue);
                if (obstacle.isPresent()) {
                    return obstacle;
                }
            }
        }
        return Optional.empty();
    }

    /** The first explanation of all also loads the code for it, on a busy machine longer than the default bound. */
    private Duration boundNow() {
        boolean first = bound.equals(USUAL_BOUND) && COLD.getAndSet(false);
        return first ? bound.plusSeconds(1) : bound;
    }

    private Explanation explained(Search<Explanation> search) {
        return explained(search, Explanation::undetermined);
    }

    private <T> T explained(Search<T> search, Function<String, T> otherwise) {
        if (writing.getAsBoolean()) {
            return otherwise.apply(
                    "rows of a statement that writes are not read to their end; read or close them first");
        }
        try (TimeLimit limit = TimeLimit.start(connection, boundNow())) {
            catalogue = Catalogue.of(connection, catalogue);
            return limit.saysWhenOver(() -> search.within(limit));
        } catch (SQLException | RuntimeException e) {
            return otherwise.apply("looking for it failed: " + e.getMessage());
        }
    }

    private Explanation statement(Rerun rerun, boolean restricted, boolean alone, TimeLimit limit) throws SQLException {
        Optional<String> obstacle = rerun.obstacle(connection, catalogue);
        if (obstacle.isPresent()) {
            return Explanation.undetermined(obstacle.get());
        }
        Violations violations = Violations.ofAll();
        Outcome outcome = restricted ? Outcome.REFUSED_BY_RESTRICT : Outcome.REFUSED;
        Optional<String> gap = search(violations, rerun, outcome, alone, limit);
        return violations.explanation(gap);
    }

    /** Adds the violations of one statement; returns what is missing. */
    private Optional<String> search(Violations violations, Rerun rerun, Outcome outcome, boolean alone, TimeLimit limit)
            throws SQLException {
        boolean restricted = outcome == Outcome.REFUSED_BY_RESTRICT;
        boolean endsTransaction = restricted && !alone && rerun.mayRollBack(catalogue);
        Rerun again = DropTable.asDelete(connection, rerun);
        violations.judge((key, stillReferenced) -> isJudged(key, stillReferenced, again, outcome, alone));
        Replay replay = new Replay(connection, again, alone, limit);
        Optional<String> gap = Optional.empty();
        long before = violations.restricts();
        try {
            if (endsTransaction) {
                gap = Optional.of(MAY_ROLL_BACK);
            } else {
                gap = addOrphans(violations, rerun, again, replay, limit, outcome);
            }
        } catch (SQLException e) {
            if (!restricted || limit.isOver()) {
                throw e;
            }
            gap = Optional.of("a RESTRICT refused it, and without that it would be refused by: " + e.getMessage());
        }
        if (restricted && violations.restricts() == before) {
            new RestrictSearch(connection, catalogue, again, replay, limit).addTo(violations, !endsTransaction);
            boolean found = violations.restricts() > before && !gap.equals(Optional.of(UNHEARD));
            gap = found ? Optional.empty() : Optional.of(gap.orElse(NO_RESTRICT));
        }
        return gap;
    }

    /**
     * Tells whether the foreign key is judged with the statement. A deferred one is judged at the end of the transaction, but
     * for a RESTRICT, which acts at once.
     */
    private static boolean isJudged(
            SchemaKey key, boolean stillReferenced, Rerun rerun, Outcome outcome, boolean alone) {
        return !key.foreignKey().deferred()
                || alone
                || (outcome == Outcome.REFUSED_BY_RESTRICT && stillReferenced && key.restricts(rerun.sql()));
    }

    /**
     * Adds the orphan rows that the statement adds. Where it adds none and is refused all the same, the older ones that it
     * writes once more are the reason: SQLite counts the rows that a statement writes, and not what they were before.
     */
    private Optional<String> addOrphans(
            Violations violations, Rerun original, Rerun rerun, Replay replay, TimeLimit limit, Outcome outcome)
            throws SQLException {
        OrphanQueries orphans = new OrphanQueries(connection);
        long before = violations.size();
        boolean drops = !rerun.sql().equals(original.sql());
        limit.interrupting(() -> DirectDelete.childRows(connection, catalogue, rerun, drops))
                .addTo(violations, orphans);
        if (violations.size() == before) {
            StatementSearch.Orphans found = new StatementSearch(connection, catalogue, rerun, replay, limit).orphans();
            if (outcome == Outcome.REFUSED_BY_RESTRICT) {
                violations.judgeAlso((key, stillReferenced) -> stillReferenced && key.restricts(found.rows()));
            }
            found.added().addTo(violations, orphans);
            if (outcome == Outcome.REFUSED && violations.size() == before) {
                found.touched().addTo(violations, orphans);
            }
            if (outcome == Outcome.REFUSED_BY_RESTRICT && isUnheard(violations, rerun, found.rows())) {
                return Optional.of(UNHEARD);
            }
        }
        return Optional.empty();
    }

    /** Tells whether a deferred key's RESTRICT may have been met by rows of which the update hook is silent. */
    private static boolean isUnheard(Violations violations, Rerun rerun, WrittenRows rows) {
        return violations.leftOut().stream()
                .filter(key -> PlainChange.of(rerun.sql())
                        .filter(change ->
                                change.table().equalsIgnoreCase(key.foreignKey().parentTable()))
                        .isEmpty())
                .anyMatch(key -> rows.of(key.schema(), key.foreignKey().parentTable()).stream()
                        .allMatch(WrittenRows.Rows::isAmbiguous));
    }
}
