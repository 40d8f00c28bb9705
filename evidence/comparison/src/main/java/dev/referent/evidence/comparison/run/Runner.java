package dev.referent.evidence.comparison.run;

import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.path.OpenPath;
import dev.referent.evidence.comparison.path.PathUnavailableException;
import dev.referent.evidence.comparison.path.Sources;
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
     * @param timings how often a scenario is run for its time; if more than once, the run that is reported is not among them
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
        try (Connection connection = Sources.of(engine.fresh()).getConnection()) {
            this.family = Family.of(connection.getMetaData().getDatabaseProductName());
        }
    }

    /**
     * Runs one scenario by one access path. Where the engine gives no empty database, or does not tell what is stored, the cell
     * says so.
     *
     * @throws InterruptedException if this thread is interrupted; the sessions are ended
     */
    public Cell run(Scenario scenario, AccessPath path) throws InterruptedException {
        return run(scenario, List.of(path)).get(0);
    }

    /**
     * Runs one scenario by each access path. For their times the paths take turns, after each has run it once.
     *
     * @return a cell for each path, in their order
     * @throws InterruptedException if this thread is interrupted; the sessions are ended
     */
    public List<Cell> run(Scenario scenario, List<AccessPath> paths) throws InterruptedException {
        List<Cell> cells = new ArrayList<>();
        for (AccessPath path : paths) {
            cells.add(runOnce(scenario, path));
        }
        return timings == 1 || scenario.twoSessions() ? cells : timed(scenario, paths, cells);
    }

    private List<Cell> timed(Scenario scenario, List<AccessPath> paths, List<Cell> cells) throws InterruptedException {
        long[][] nanos = new long[paths.size()][timings];
        for (int turn = 0; turn < timings; turn++) {
            for (int i = 0; i < paths.size(); i++) {
                int next = (turn + i) % paths.size(); // none goes first each time
                if (!cells.get(next).steps().isEmpty()) {
                    nanos[next][turn] = runOnce(scenario, paths.get(next)).nanos();
                }
            }
        }
        List<Cell> timed = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            Arrays.sort(nanos[i]);
            timed.add(cells.get(i).taking(nanos[i][timings / 2]));
        }
        return timed;
    }

    private Cell runOnce(Scenario scenario, AccessPath path) throws InterruptedException {
        Optional<String> missing = Words.missing(scenario, family);
        if (missing.isPresent()) {
            return without(scenario, path, Verdict.NOT_AVAILABLE, missing.get());
        }
        try {
            return runInEmptyDatabase(scenario, path);
        } catch (SQLException e) {
            return without(scenario, path, Verdict.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private Cell runInEmptyDatabase(Scenario scenario, AccessPath path) throws SQLException, InterruptedException {
        Database database = engine.fresh();
        Stage stage = new Stage(database, scenario, family);
        try {
            stage.set();
        } catch (SQLException e) {
            return without(scenario, path, Verdict.SCHEMA_REFUSED, String.valueOf(e.getMessage()));
        }
        OpenPath opened = open(path, database);
        if (opened == null) {
            return without(scenario, path, Verdict.NOT_RUN, Objects.requireNonNull(unavailable.get(path.name())));
        }
        Traffic traffic = new Traffic();
        try (Pool pool = new Pool(scenario.pooled())) {
            opened.turnTo(database, pool.under(traffic));
            Patience patience = new Patience(scenario, earlier.steps(scenario.name(), path.name()));
            Play play = new Play(scenario, family, opened, traffic, patience);
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

    private Cell cell(Scenario scenario, AccessPath path, Play play, Traffic traffic, Stage stage)
            throws SQLException, InterruptedException {
        List<StepResult> steps = play.results();
        return new Cell(
                scenario.name(),
                name,
                path.name(),
                verdict(play, steps),
                play.moment(),
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

    private static Verdict verdict(Play play, List<StepResult> steps) {
        if (play.isStuck()) {
            return Verdict.STUCK;
        }
        return steps.stream()
                .flatMap(step -> Optional.ofNullable(step.failure()).stream())
                .findFirst()
                .map(failure -> failure.integrity() ? Verdict.REJECTED : Verdict.FAILED)
                .orElse(Verdict.ACCEPTED);
    }

    private Cell without(Scenario scenario, AccessPath path, Verdict verdict, String reason) {
        return Cell.without(scenario.name(), name, path.name(), verdict, reason);
    }

    /** Closes the access paths; the engine goes on. */
    @Override
    public void close() {
        open.values().forEach(OpenPath::close);
    }
}
