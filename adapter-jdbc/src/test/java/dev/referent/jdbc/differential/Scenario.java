package dev.referent.jdbc.differential;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A generated database and a sequence of steps, run on the bare driver and on Referent in lockstep. */
final class Scenario {
    /** Longer than a busy machine needs: what is not found in time would be undetermined. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

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
    private Optional<String> lastRefusal = Optional.empty();
    private @Nullable Snapshot begin;
    private boolean over;

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

    /** Returns the script up to the last statement that a foreign key refused, if nothing went wrong. */
    Optional<String> lastRefusal() {
        return lastRefusal;
    }

    private void run() throws SQLException, IOException {
        database.write(folder, "bare");
        database.write(folder, "referent");
        String bareUrl = "jdbc:sqlite:" + folder.resolve("bare.db");
        String referentUrl = "jdbc:sqlite:" + folder.resolve("referent.db");
        try (Side bare = new Side(DriverManager.getConnection(bareUrl), bareUrl);
                Side referent = new Side(
                        EnforcedDataSource.open(referentUrl)
                                .explainingWithin(PATIENCE)
                                .getConnection(),
                        referentUrl)) {
            database.complete(bare.raw, folder, "bare");
            database.complete(referent.raw, folder, "referent");
            Steps steps = new Steps(dice, schema, new Values(dice, bare.raw));
            int length = 8 + dice.below(10);
            for (int i = 0; i < length && !isOver(); i++) {
                take(steps, steps.next(State.isOpen(bare.raw), bare), bare, referent);
            }
            for (int i = 0; i < 2 && State.isOpen(bare.raw) && !isOver(); i++) {
                take(steps, i == 0 ? steps.end(bare) : steps.undo(bare), bare, referent);
            }
        }
    }

    private boolean isOver() {
        return over || !wrong.isEmpty();
    }

    private void take(Steps steps, Step step, Side bare, Side referent) throws SQLException, IOException {
        Snapshot before = Snapshot.of(bare.raw, schema);
        boolean inside = State.isOpen(bare.raw);
        boolean deferring = isDeferring(bare);
        boolean autoCommit = bare.autoCommit();
        Outcome expected;
        Outcome outcome;
        if (step.scan().isPresent()) {
            Table table = step.scan().get();
            try (ResultSet bareRows = bare.scan(table);
                    ResultSet referentRows = referent.scan(table)) {
                expected = bare.run(step);
                outcome = referent.run(step);
                compare("open ResultSet", rest(bareRows), rest(referentRows));
            }
        } else {
            expected = bare.run(step);
            outcome = referent.run(step);
        }
        Oracle.Judging judging = new Oracle.Judging(inside, deferring);
        script.add(
                step, expected, step.isSeveral() && !expected.isAccepted() ? oracle.tried(step, before, judging) : 100);
        count(step, expected);
        compareOutcomes(step, expected, outcome);
        if (step.kind() == Step.Kind.AUTOCOMMIT_ON && !expected.isAccepted() && !autoCommit) {
            bare.leaveZombie(expected.isForeignKeys());
        }
        State state = State.of(bare.raw, schema);
        if (referent.raw.isClosed()) {
            wrong.add("Referent closed the connection: " + outcome.summary());
            return;
        }
        wrong.addAll(state.differences(State.of(referent.raw, schema)));
        if (expected.isForeignKeys() && wrong.isEmpty()) {
            explain(step, expected, outcome, oracleSays(step, before, judging));
        }
        follow(steps, step, expected, before, inside, state, bare);
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
        if (expected.isForeignKeys()) {
            tally.refused();
            tally.other("refused " + step.kind() + (expected.isRestrict() ? " by RESTRICT" : ""));
        } else if (!expected.isAccepted()) {
            String code = expected.driver()
                    .map(refusal -> refusal.getResultCode().name())
                    .orElse("of the driver's");
            tally.other("other refusal " + code);
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

    private List<Expectation> oracleSays(Step step, Snapshot before, Oracle.Judging judging)
            throws SQLException, IOException {
        return step.commits() && begin != null
                ? List.of(oracle.commit(begin, before, judging))
                : oracle.step(step, before, judging);
    }

    private static Optional<Said> said(Step step, Outcome outcome) {
        boolean batch = step.kind() == Step.Kind.PREPARED_BATCH || step.kind() == Step.Kind.STATEMENT_BATCH;
        Throwable typed = batch && outcome.failure() instanceof BatchUpdateException failure
                ? failure.getCause()
                : batch ? null : outcome.failure();
        return typed instanceof ForeignKeyViolationSQLException said
                ? Optional.of(new Said(said.violations(), said.undetermined()))
                : Optional.empty();
    }

    private void explain(Step step, Outcome bare, Outcome referent, List<Expectation> expectations)
            throws SQLException {
        for (Expectation expectation : expectations) {
            remarks.add("expected " + expectation);
        }
        Optional<Said> explanation = said(step, referent);
        if (explanation.isEmpty()) {
            wrong.add("not the typed exception: " + referent.failure());
            return;
        }
        remarks.add("reported " + explanation.get());
        if (expectations.isEmpty()) {
            wrong.add("the oracle cannot reproduce the refusal " + bare.summary());
            return;
        }
        explanation.get().undetermined().ifPresent(reason -> tally.undetermined(reason, expectations));
        wrong.addAll(Judge.disagreements(schema, expectations, explanation.get()));
        if (wrong.isEmpty()) {
            if (step.kind() == Step.Kind.WRITE) {
                lastRefusal = Optional.of(script.text(remarks));
            }
            remarks.clear();
        }
    }

    private void follow(
            Steps steps, Step step, Outcome outcome, Snapshot before, boolean inside, State state, Side bare)
            throws SQLException {
        if (!state.open()) {
            begin = null;
            bare.forgetSavepoints();
        } else if (!inside) {
            begin = before;
        } else if (step.beginsAnew(outcome)) {
            begin = Snapshot.of(bare.raw, schema);
        }
        if (outcome.isAccepted() && step.alters()) {
            steps.altered();
            Orphans.verify(bare.raw, schema);
        }
        over = outcome.isAccepted()
                && step.kind() == Step.Kind.WRITE
                && step.first().text().startsWith("DROP");
    }
}
