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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs scenarios on one running engine, each in an empty database. Access paths stay open until the runner is closed. Not
 * thread-safe.
 */
public final class Runner implements AutoCloseable {
    private final String name;
    private final RunningEngine engine;
    private final int timings;
    private final EarlierRun earlier;
    private final Family family;
    private final Map<String, OpenPath> open = new HashMap<>();
    private final Map<String, String> unavailable = new HashMap<>();

    /**
     * Creates a runner that runs each scenario once.
     *
     * @param name the engine's name in the report
     * @throws SQLException if the engine does not answer
     */
    public Runner(String name, RunningEngine engine) throws SQLException {
        this(name, engine, 1);
    }

    /**
     * Creates a runner that also measures times.
     *
     * @param name the engine's name in the report
     * @param timings how often a scenario is run for its time; if more than once, the run that is reported is not among them
     * @throws SQLException if the engine does not answer
     */
    public Runner(String name, RunningEngine engine, int timings) throws SQLException {
        this(name, engine, timings, EarlierRun.NONE);
    }

    /**
     * Creates a runner that runs each scenario once and waits for a step only where the earlier run did not see it blocked.
     *
     * @param name the engine's name in the report
     * @throws SQLException if the engine does not answer
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
     * Runs one scenario by one access path. Where the engine gives no empty database, or does not tell what is stored, the
     * result says so.
     *
     * @throws InterruptedException if this thread is interrupted; the sessions are closed
     */
    public Result run(Scenario scenario, AccessPath path) throws InterruptedException {
        return run(scenario, List.of(path)).get(0);
    }

    /**
     * Runs one scenario by each access path. For their times the paths take turns, after each has run it once.
     *
     * @return a result for each path, in the order of the paths
     * @throws InterruptedException if this thread is interrupted; the sessions are closed
     */
    public List<Result> run(Scenario scenario, List<AccessPath> paths) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        for (AccessPath path : paths) {
            results.add(runOnce(scenario, path));
        }
        return timings == 1 || scenario.twoSessions() ? results : timed(scenario, paths, results);
    }

    private List<Result> timed(Scenario scenario, List<AccessPath> paths, List<Result> results)
            throws InterruptedException {
        long[][] nanos = new long[paths.size()][timings];
        for (int turn = 0; turn < timings; turn++) {
            for (int i = 0; i < paths.size(); i++) {
                int next = (turn + i) % paths.size(); // none goes first each time
                if (!results.get(next).steps().isEmpty()) {
                    nanos[next][turn] = runOnce(scenario, paths.get(next)).nanos();
                }
            }
        }
        List<Result> timed = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            Arrays.sort(nanos[i]);
            timed.add(results.get(i).withNanos(nanos[i][timings / 2]));
        }
        return timed;
    }

    private Result runOnce(Scenario scenario, AccessPath path) throws InterruptedException {
        Optional<String> unsupported = OperationDescription.unsupported(scenario, family);
        if (unsupported.isPresent()) {
            return notRun(scenario, path, Verdict.NOT_AVAILABLE, unsupported.get());
        }
        try {
            return runInEmptyDatabase(scenario, path);
        } catch (SQLException e) {
            return notRun(scenario, path, Verdict.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private Result runInEmptyDatabase(Scenario scenario, AccessPath path) throws SQLException, InterruptedException {
        Database database = engine.fresh();
        ScenarioTables tables = new ScenarioTables(database, scenario, family);
        try {
            tables.create();
        } catch (SQLException e) {
            return notRun(scenario, path, Verdict.SCHEMA_REJECTED, String.valueOf(e.getMessage()));
        }
        OpenPath opened = open(path, database);
        if (opened == null) {
            return notRun(scenario, path, Verdict.NOT_RUN, Objects.requireNonNull(unavailable.get(path.name())));
        }
        StatementCounter statements = new StatementCounter();
        try (ScenarioPool pool = new ScenarioPool(scenario.pooled())) {
            opened.switchTo(database, pool.under(statements));
            StepTimeouts timeouts = new StepTimeouts(scenario, earlier.steps(scenario.name(), path.name()));
            ScenarioRun run = new ScenarioRun(scenario, family, opened, statements, timeouts);
            run.takeAllSteps();
            return result(scenario, path, run, statements, tables);
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

    private Result result(
            Scenario scenario, AccessPath path, ScenarioRun run, StatementCounter statements, ScenarioTables tables)
            throws SQLException, InterruptedException {
        List<StepResult> steps = run.stepResults();
        return new Result(
                scenario.name(),
                name,
                path.name(),
                verdict(run, steps),
                run.failurePoint(),
                "",
                steps,
                run.transaction(),
                run.commit(tables.hasFirstWitness()),
                tables.rows(),
                tables.orphans(),
                statements.statements(),
                statements.roundTrips(),
                run.nanos());
    }

    private static Verdict verdict(ScenarioRun run, List<StepResult> steps) {
        if (run.isStuck()) {
            return Verdict.STUCK;
        }
        return steps.stream()
                .flatMap(step -> Optional.ofNullable(step.failure()).stream())
                .findFirst()
                .map(failure -> failure.integrity() ? Verdict.REJECTED : Verdict.FAILED)
                .orElse(Verdict.ACCEPTED);
    }

    private Result notRun(Scenario scenario, AccessPath path, Verdict verdict, String reason) {
        return Result.notRun(scenario.name(), name, path.name(), verdict, reason);
    }

    /** Closes the access paths. The engine keeps running. */
    @Override
    public void close() {
        open.values().forEach(OpenPath::close);
    }
}
