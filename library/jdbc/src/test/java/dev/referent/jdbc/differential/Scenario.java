package dev.referent.jdbc.differential;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A generated database and a sequence of steps, run on the bare driver and on Referent in lockstep. */
final class Scenario {
    private final long seed;
    private final Dice dice;
    private final Database database;
    private final Schema schema;
    private final Path folder;
    private final Tally tally;
    private final Oracle oracle;
    private final Script script;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private Optional<String> lastFailure = Optional.empty();
    private @Nullable Snapshot begin;
    private boolean dropped;
    private boolean endless;

    private Scenario(long seed, Dice dice, Database database, Path folder, Tally tally) {
        this.seed = seed;
        this.dice = dice;
        this.database = database;
        this.schema = database.schema();
        this.folder = folder;
        this.tally = tally;
        this.oracle = new Oracle(schema, folder);
        this.script = new Script(database.setup());
    }

    /**
     * Runs the scenario of a seed.
     *
     * @param folder where its files may be; they are overwritten
     */
    static Scenario run(long seed, Path folder, Tally tally) throws SQLException, IOException {
        Dice dice = new Dice(seed);
        Optional<Database> database = Database.generate(dice);
        while (database.isEmpty()) {
            database = Database.generate(dice);
        }
        Scenario scenario = new Scenario(seed, dice, database.get(), folder, tally);
        scenario.run();
        return scenario;
    }

    /** Returns what went wrong, which ended the scenario. */
    Optional<Disagreement> disagreement() {
        return wrong.isEmpty() ? Optional.empty() : Optional.of(new Disagreement(seed, wrong, script.text(remarks)));
    }

    /** Returns the script up to the last statement that a foreign key rejected, if nothing went wrong. */
    Optional<String> lastFailure() {
        return lastFailure;
    }

    private void run() throws SQLException, IOException {
        Sides.Place place = dice.chance(0.04)
                ? Sides.Place.MEMORY
                : dice.chance(0.4) ? Sides.Place.FILE_WITH_WAL : Sides.Place.FILE;
        schema.inMemory = place == Sides.Place.MEMORY;
        try (Sides sides = Sides.open(database, place, folder)) {
            Side bare = sides.bare();
            bare.interruptEndless();
            Steps steps = new Steps(dice, schema, new Values(dice, bare.raw));
            int length = 8 + dice.below(10);
            for (int i = 0; i < length && !dropped && !endless && wrong.isEmpty(); i++) {
                take(steps, steps.next(State.isOpen(bare.raw), bare), sides);
            }
            for (int i = 0; i < 2 && isOpen(bare) && !endless && wrong.isEmpty(); i++) {
                take(steps, i == 0 ? steps.end(bare) : steps.undo(bare), sides);
            }
        }
    }

    /** A snapshot cannot tell of temporary tables that were dropped. */
    private boolean isOpen(Side bare) {
        return State.isOpen(bare.raw) && !(dropped && schema.has("temp"));
    }

    /**
     * What was there before a step.
     *
     * @param snapshot the content
     * @param schemaText the schema in the database's own words
     * @param checkTime when the foreign keys are checked
     * @param autoCommit JDBC's
     */
    private record Before(Snapshot snapshot, String schemaText, Oracle.CheckTime checkTime, boolean autoCommit) {}

    /**
     * What a step answered on both sides.
     *
     * @param readAlone whether Referent changed no more rows than the bare driver, and so ran nothing again
     */
    private record Answers(Outcome bare, Outcome referent, boolean readAlone) {
        static Answers to(Step step, Sides sides) throws SQLException {
            Outcome bare = sides.bare().run(step);
            Outcome referent = bare.isInterrupted() ? bare : sides.referent().run(step);
            return new Answers(
                    bare, referent, sides.bare().changes() == sides.referent().changes());
        }
    }

    private void take(Steps steps, Step step, Sides sides) throws SQLException, IOException {
        Side bare = sides.bare();
        Before before = new Before(
                Snapshot.of(bare.raw, schema),
                schemaText(sides),
                new Oracle.CheckTime(State.isOpen(bare.raw), isDeferring(bare)),
                bare.autoCommit());
        Answers answers = run(step, sides);
        Outcome expected = answers.bare();
        endless = expected.isInterrupted();
        if (endless) {
            tally.other("ran for too long");
            return;
        }
        boolean cut = step.isSeveral() && !expected.isAccepted();
        script.add(step, expected, cut ? oracle.tried(step, before.snapshot(), before.checkTime()) : 100);
        count(step, expected);
        compareOutcomes(step, expected, answers.referent());
        if (sides.referent().raw.isClosed()) {
            wrong.add("Referent closed the connection: " + answers.referent().summary());
            return;
        }
        if (step.kind() == Step.Kind.AUTOCOMMIT_ON && !expected.isAccepted() && !before.autoCommit()) {
            bare.leaveZombie(expected.isForeignKeys());
        } else {
            steps.alterations.follow(schemaText(sides));
        }
        State state = State.of(bare.raw, schema);
        wrong.addAll(state.differences(State.of(sides.referent().raw, schema)));
        check(steps, step, before, answers);
        if (expected.isAccepted() && step.alters()) {
            steps.alterations.applied(before.schemaText());
            Orphans.verify(bare.raw, schema);
        }
        follow(steps, step, expected, before, state, sides);
    }

    private Answers run(Step step, Sides sides) throws SQLException {
        if (step.scan().isEmpty()) {
            return Answers.to(step, sides);
        }
        Table table = step.scan().get();
        try (ResultSet bareRows = sides.bare().scan(table);
                ResultSet referentRows = sides.referent().scan(table)) {
            Answers answers = Answers.to(step, sides);
            compare("open ResultSet", rest(bareRows), rest(referentRows));
            return answers;
        }
    }

    private void check(Steps steps, Step step, Before before, Answers answers) throws SQLException, IOException {
        if (answers.bare().isForeignKeys() && wrong.isEmpty() && step.kind() != Step.Kind.FROM_OUTSIDE) {
            List<String> changes = steps.alterations.uncommitted();
            explain(step, answers, oracleSays(step, changes, before.snapshot(), before.checkTime()));
        }
    }

    /** Reads it on both sides, as a query resets {@code defer_foreign_keys} outside a transaction. */
    private String schemaText(Sides sides) throws SQLException {
        String text = State.schemaText(sides.bare().raw);
        compare("schema", text, State.schemaText(sides.referent().raw));
        return text;
    }

    private static boolean isDeferring(Side side) throws SQLException {
        return Query.rows(side.raw, "PRAGMA defer_foreign_keys").toString().contains("1");
    }

    private static String rest(ResultSet rows) {
        try {
            return Query.rest(rows).toString();
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void compare(String what, String bare, String referent) {
        if (!bare.equals(referent)) {
            wrong.add(what + " differs: bare " + bare + ", referent " + referent);
        }
    }

    private void count(Step step, Outcome expected) {
        if (!step.commits()) {
            tally.statement();
        }
        if (expected.isForeignKeys() && step.kind() != Step.Kind.FROM_OUTSIDE) {
            tally.rejected(step.commits());
            tally.other("rejected " + step.kind() + (expected.isRestrict() ? " by RESTRICT" : ""));
        } else if (!expected.isAccepted()) {
            String code = expected.driver()
                    .map(violation -> violation.getResultCode().name())
                    .orElse("of the driver's");
            tally.other("other failure " + code);
        }
    }

    private void compareOutcomes(Step step, Outcome bare, Outcome referent) {
        compare("outcome", bare.summary(), referent.summary());
        if (bare.says("foreign key mismatch") || bare.says("no such table: main.missing")) {
            tally.other("broken key met");
            boolean own = step.target()
                    .filter(table ->
                            table.keys.stream().anyMatch(key -> key.form().broken()))
                    .isPresent();
            boolean typed = said(step, referent)
                    .filter(said ->
                            said.violations().isEmpty() && said.undetermined().isPresent())
                    .isPresent();
            if (own && !typed) {
                wrong.add("broken key: not the typed exception without violations: " + referent.failure());
            }
        }
    }

    private List<Expectation> oracleSays(Step step, List<String> changes, Snapshot before, Oracle.CheckTime checkTime)
            throws SQLException, IOException {
        return step.commits() && begin != null
                ? List.of(oracle.commit(begin, changes, before, checkTime))
                : oracle.step(step, before, checkTime);
    }

    private static Optional<ForeignKeyViolationSQLException> typed(Step step, Outcome outcome) {
        boolean batch = step.kind() == Step.Kind.PREPARED_BATCH || step.kind() == Step.Kind.STATEMENT_BATCH;
        Throwable typed = batch && outcome.failure() instanceof BatchUpdateException ofBatch
                ? ofBatch.getCause()
                : batch ? null : outcome.failure();
        return typed instanceof ForeignKeyViolationSQLException failure ? Optional.of(failure) : Optional.empty();
    }

    private static Optional<ReportedExplanation> said(Step step, Outcome outcome) {
        return typed(step, outcome)
                .map(failure -> new ReportedExplanation(failure.violations(), failure.undetermined()));
    }

    private void explain(Step step, Answers answers, List<Expectation> expectations) throws SQLException {
        for (Expectation expectation : expectations) {
            remarks.add("expected " + expectation);
        }
        Optional<ReportedExplanation> explanation = said(step, answers.referent());
        if (explanation.isEmpty()) {
            wrong.add("not the typed exception: " + answers.referent().failure());
            return;
        }
        if (!step.commits() && explanation.get().undetermined().isEmpty()) {
            tally.explained(answers.readAlone());
        }
        remarks.add("reported " + explanation.get());
        if (expectations.isEmpty()) {
            wrong.add(
                    "the oracle cannot reproduce the failure " + answers.bare().summary());
            return;
        }
        explanation.get().undetermined().ifPresent(reason -> tally.undetermined(step.commits(), reason, expectations));
        wrong.addAll(ExplanationCheck.disagreements(schema, expectations, explanation.get()));
        if (wrong.isEmpty()) {
            if (step.kind() == Step.Kind.WRITE) {
                lastFailure = Optional.of(script.text(remarks));
            }
            remarks.clear();
        }
    }

    private void follow(Steps steps, Step step, Outcome outcome, Before before, State state, Sides sides)
            throws SQLException {
        steps.alterations.follow(schemaText(sides));
        if (!state.open() || step.beginsAnew(outcome)) {
            steps.alterations.over();
        }
        if (!state.open()) {
            begin = null;
            sides.bare().forgetSavepoints();
        } else if (!before.checkTime().inside()) {
            begin = before.snapshot();
        } else if (step.beginsAnew(outcome)) {
            begin = Snapshot.of(sides.bare().raw, schema);
        }
        dropped |= outcome.isAccepted()
                && step.kind() == Step.Kind.WRITE
                && step.first().text().startsWith("DROP");
    }
}
