package dev.referent.evidence.comparison;

import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.path.AccessPaths;
import dev.referent.evidence.comparison.report.Report;
import dev.referent.evidence.comparison.run.Result;
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
 * Runs results of a committed report again, several engines at once. A step may wait for the other session only if it did so
 * in the report; every other step is waited for.
 *
 * @param committed the report
 * @param whole whether all results are run again; if not, only one for each scenario, and none in which a step waits for the
 *     other session
 */
record FreshRuns(Report committed, boolean whole) {
    /** How many engines run at once; most of the time is spent waiting for locks. */
    private static final int AT_ONCE = 3;

    /**
     * The new results of one engine.
     *
     * @param results the results
     * @param reason why the engine was not started; empty if it was
     */
    record Fresh(List<Result> results, String reason) {}

    /** From a scenario to the next the column moves by so many, which has no divisor in common with their number. */
    private static final int STRIDE = 7;

    /** Returns the committed results of an engine that are run again. */
    List<Result> expected(Engine engine) {
        return committed.results().stream()
                .filter(result -> result.engine().equals(engine.name()))
                .filter(result -> whole || (isInPart(result) && !waits(result)))
                .toList();
    }

    /** Returns whether this is the one engine and access path that a part has of the scenario: each has its turn. */
    private static boolean isInPart(Result result) {
        List<String> columns = Engines.all().stream()
                .flatMap(engine -> AccessPaths.all().stream().map(path -> engine.name() + " " + path.name()))
                .toList();
        List<String> scenarios = Scenarios.all().stream().map(Scenario::name).toList();
        return columns.indexOf(result.engine() + " " + result.path())
                == scenarios.indexOf(result.scenario()) * STRIDE % columns.size();
    }

    private static boolean waits(Result result) {
        return result.steps().stream().anyMatch(StepResult::waited);
    }

    /** Runs the engines and returns the new results by engine name. */
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
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                RunningEngine running = engine.start(directory.path());
                Runner runner =
                        new Runner(engine.name(), running, (scenario, path) -> steps(scenario, engine.name(), path))) {
            List<Result> results = new ArrayList<>();
            for (Result result : expected(engine)) {
                results.add(runner.run(scenario(result), path(result)));
            }
            return new Fresh(results, "");
        } catch (EngineUnavailableException e) {
            return new Fresh(List.of(), String.valueOf(e.getMessage()));
        }
    }

    private static Scenario scenario(Result result) {
        return Scenarios.all().stream()
                .filter(scenario -> scenario.name().equals(result.scenario()))
                .findFirst()
                .orElseThrow();
    }

    private static AccessPath path(Result result) {
        return AccessPaths.all().stream()
                .filter(path -> path.name().equals(result.path()))
                .findFirst()
                .orElseThrow();
    }

    private List<StepResult> steps(String scenario, String engine, String path) {
        return committed.find(scenario, engine, path).map(Result::steps).orElse(List.of());
    }
}
