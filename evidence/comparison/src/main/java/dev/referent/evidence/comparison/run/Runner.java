package dev.referent.evidence.comparison.run;

import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.path.DataSources;
import dev.referent.evidence.comparison.path.OpenPath;
import dev.referent.evidence.comparison.path.PathUnavailableException;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.Family;
import dev.referent.evidence.engines.RunningEngine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs scenarios on one running engine, each in an empty database; access paths stay open until it is closed. Not thread-safe. */
public final class Runner implements AutoCloseable {
    private final String name;
    private final RunningEngine engine;
    private final int timings;
    private final EarlierRun earlier;
    private final Family family;
    private final Map<String, OpenPath> open = new HashMap<>();
    private final Map<String, String> unavailable = new HashMap<>();

    /**
     * A runner for an engine, which runs each scenario once.
     *
     * @param name the engine's name in the report
     * @throws SQLException if it does not answer
     */
    public Runner(String name, RunningEngine engine) throws SQLException {
        this(name, engine, 1);
    }

    /**
     * A runner for an engine.
     *
     * @param name the engine's name in the report
     * @param timings how often a scenario is run for its time; more than once, the run that is reported is not among them
     * @throws SQLException if it does not answer
     */
    public Runner(String name, RunningEngine engine, int timings) throws SQLException {
        this(name, engine, timings, EarlierRun.NONE);
    }

    /**
     * A runner for an engine, which runs each scenario once and waits for each step as long as an earlier run tells it to.
     *
     * @param name the engine's name in the report
     * @throws SQLException if it does not answer
     */
    public Runner(String name, RunningEngine engine, EarlierRun earlier) throws SQLException {
        this(name, engine, 1, earlier);
    }

    private Runner(String name, RunningEngine engine, int timings, EarlierRun earlier) throws SQLException {
        this.name = name;
        this.engine = engine;
        this.timings = timings;
        this.earlier = earlier;
        try (Connection connection = DataSources.of(engine.fresh()).getConnection()) {
            this.family = Family.of(connection.getMetaData().getDatabaseProductName());
        }
    }

    /**
     * Runs one scenario.
     *
     * @throws SQLException if the engine gives no empty database, or does not tell what is stored
     * @throws InterruptedException if this thread is interrupted; the sessions are ended
     */
    public Result run(Scenario scenario, AccessPath path) throws SQLException, InterruptedException {
        Optional<String> missing = OperationDescription.missing(scenario, family);
        if (missing.isPresent()) {
            return without(scenario, path, Verdict.NOT_AVAILABLE, missing.get());
        }
        Result result = runOnce(scenario, path);
        if (timings == 1 || scenario.twoSessions() || result.steps().isEmpty()) {
            return result;
        }
        long[] nanos = new long[timings];
        for (int i = 0; i < timings; i++) {
            nanos[i] = runOnce(scenario, path).nanos();
        }
        Arrays.sort(nanos);
        return result.taking(nanos[timings / 2]);
    }

    private Result runOnce(Scenario scenario, AccessPath path) throws SQLException, InterruptedException {
        Database database = engine.fresh();
        ScenarioTables stage = new ScenarioTables(database, scenario, family);
        try {
            stage.set();
        } catch (SQLException e) {
            return without(scenario, path, Verdict.SCHEMA_REFUSED, String.valueOf(e.getMessage()));
        }
        OpenPath opened = open(path, database);
        if (opened == null) {
            return without(scenario, path, Verdict.NOT_RUN, Objects.requireNonNull(unavailable.get(path.name())));
        }
        StatementCounter traffic = new StatementCounter();
        try (ScenarioPool pool = new ScenarioPool(scenario.pooled())) {
            opened.switchTo(database, pool.under(traffic));
            StepTimeouts patience = new StepTimeouts(scenario, earlier.steps(scenario.name(), path.name()));
            ScenarioRun play = new ScenarioRun(scenario, family, opened, traffic, patience);
            play.perform();
            return cell(scenario, path, play, traffic, stage);
        }
    }

    private @Nullable OpenPath open(AccessPath path, Database database) {
        if (!open.containsKey(path.name()) && !unavailable.containsKey(path.name())) {
            try {
                open.put(path.name(), path.open(database, family));
            } catch (PathUnavailableException e) {
                unavailable.put(path.name(), String.valueOf(e.getMessage()));
            }
        }
        return open.get(path.name());
    }

    private Result cell(
            Scenario scenario, AccessPath path, ScenarioRun play, StatementCounter traffic, ScenarioTables stage)
            throws SQLException, InterruptedException {
        List<StepResult> steps = play.results();
        return new Result(
                scenario.name(),
                name,
                path.name(),
                verdict(play, steps),
                play.failurePoint(),
                "",
                steps,
                play.transaction(),
                play.commit(stage.witnessed()),
                stage.rows(),
                stage.orphans(),
                traffic.statements(),
                traffic.roundTrips(),
                play.nanos());
    }

    private static Verdict verdict(ScenarioRun play, List<StepResult> steps) {
        if (play.isStuck()) {
            return Verdict.STUCK;
        }
        return steps.stream()
                .flatMap(step -> Optional.ofNullable(step.failure()).stream())
                .findFirst()
                .map(failure -> failure.integrity() ? Verdict.REJECTED : Verdict.FAILED)
                .orElse(Verdict.ACCEPTED);
    }

    private Result without(Scenario scenario, AccessPath path, Verdict verdict, String reason) {
        return Result.without(scenario.name(), name, path.name(), verdict, reason);
    }

    /** Closes the access paths; the engine goes on. */
    @Override
    public void close() {
        open.values().forEach(OpenPath::close);
    }
}
