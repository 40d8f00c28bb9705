package dev.referent.evidence.comparison;

import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.path.AccessPaths;
import dev.referent.evidence.comparison.report.Report;
import dev.referent.evidence.comparison.run.Cell;
import dev.referent.evidence.comparison.run.Runner;
import dev.referent.evidence.comparison.run.StepResult;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Scenarios;
import dev.referent.evidence.engines.Engine;
import dev.referent.evidence.engines.EngineUnavailableException;
import dev.referent.evidence.engines.Engines;
import dev.referent.evidence.engines.RunningEngine;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fresh runs of cells of a committed report, several engines at once. A step waits for the other session as it did in the
 * report; every other step is waited for.
 *
 * @param committed the report
 * @param whole whether all cells are run, or one of each scenario, of those in which no step waits for the other session
 */
record FreshRuns(Report committed, boolean whole) {
    /** How many engines run at once: most of the time is spent waiting for locks. */
    private static final int AT_ONCE = 3;

    /**
     * What one engine gave.
     *
     * @param cells its cells
     * @param reason why it was not started; empty if it was
     */
    record Fresh(List<Cell> cells, String reason) {}

    /** From a scenario to the next the column moves by so many, which has no divisor in common with their number. */
    private static final int STRIDE = 7;

    /** Returns what the report holds of those cells of an engine that a fresh run gives. */
    List<Cell> expected(Engine engine) {
        return committed.cells().stream()
                .filter(cell -> cell.engine().equals(engine.name()))
                .filter(cell -> whole || (isInPart(cell) && !waits(cell)))
                .toList();
    }

    /** Returns whether this is the one engine and access path that a part has of the scenario: each has its turn. */
    private static boolean isInPart(Cell cell) {
        List<String> columns = Engines.all().stream()
                .flatMap(engine -> AccessPaths.all().stream().map(path -> engine.name() + " " + path.name()))
                .toList();
        List<String> scenarios = Scenarios.all().stream().map(Scenario::name).toList();
        return columns.indexOf(cell.engine() + " " + cell.path())
                == scenarios.indexOf(cell.scenario()) * STRIDE % columns.size();
    }

    private static boolean waits(Cell cell) {
        return cell.steps().stream().anyMatch(StepResult::waited);
    }

    /** Runs the engines and returns what each gave, by its name. */
    Map<String, Fresh> of(List<Engine> engines) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Map<String, Future<Fresh>> running = new HashMap<>();
            engines.forEach(engine -> running.put(engine.name(), threads.submit(() -> of(engine))));
            Map<String, Fresh> fresh = new HashMap<>();
            for (Map.Entry<String, Future<Fresh>> one : running.entrySet()) {
                fresh.put(one.getKey(), one.getValue().get());
            }
            return fresh;
        } finally {
            threads.shutdownNow();
        }
    }

    private Fresh of(Engine engine) throws IOException, SQLException, InterruptedException {
        try (ThrowAwayFolder folder = ThrowAwayFolder.make();
                RunningEngine running = engine.start(folder.path());
                Runner runner =
                        new Runner(engine.name(), running, (scenario, path) -> steps(scenario, engine.name(), path))) {
            List<Cell> cells = new ArrayList<>();
            for (Cell cell : expected(engine)) {
                cells.add(runner.run(scenario(cell), path(cell)));
            }
            return new Fresh(cells, "");
        } catch (EngineUnavailableException e) {
            return new Fresh(List.of(), String.valueOf(e.getMessage()));
        }
    }

    private static Scenario scenario(Cell cell) {
        return Scenarios.all().stream()
                .filter(scenario -> scenario.name().equals(cell.scenario()))
                .findFirst()
                .orElseThrow();
    }

    private static AccessPath path(Cell cell) {
        return AccessPaths.all().stream()
                .filter(path -> path.name().equals(cell.path()))
                .findFirst()
                .orElseThrow();
    }

    private List<StepResult> steps(String scenario, String engine, String path) {
        return committed.find(scenario, engine, path).map(Cell::steps).orElse(List.of());
    }
}
