package dev.referent.comparison;

import dev.referent.comparison.engine.Engine;
import dev.referent.comparison.engine.Engines;
import dev.referent.comparison.path.AccessPaths;
import dev.referent.comparison.report.EngineColumn;
import dev.referent.comparison.report.Report;
import dev.referent.comparison.run.Cell;
import dev.referent.comparison.scenario.Scenario;
import dev.referent.comparison.scenario.Scenarios;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs of all scenarios by all access paths, one for each engine, for all tests of this JVM to share. */
public final class FreshRuns {
    private static final Map<String, Report> RUNS = new ConcurrentHashMap<>();

    /** How many engines run at once: most of the time is spent waiting, for locks above all. */
    private static final int AT_ONCE = 3;

    private FreshRuns() {}

    /** Runs those engines that have not run yet, some at once. */
    static void start(List<Engine> engines) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            threads.invokeAll(engines.stream()
                    .<Callable<Report>>map(engine -> () -> of(engine))
                    .toList());
        } finally {
            threads.shutdown();
        }
    }

    /** Runs a few scenarios again, with nothing else beside them. */
    static Report again(Engine engine, Set<String> scenarios) throws InterruptedException {
        List<Scenario> chosen = Scenarios.all().stream()
                .filter(scenario -> scenarios.contains(scenario.name()))
                .toList();
        return new Comparison(List.of(engine), AccessPaths.all(), chosen, 1, "").run(new Silence());
    }

    /** Returns the run of an engine. */
    public static Report of(Engine engine) throws InterruptedException {
        Report run = RUNS.get(engine.name());
        if (run == null) {
            run = new Comparison(List.of(engine), AccessPaths.all(), Scenarios.all(), 1, "").run(new Silence());
            RUNS.put(engine.name(), run);
        }
        return run;
    }

    /** Returns the run of the engine with that name. */
    public static Report of(String engine) throws InterruptedException {
        return of(Engines.all().stream()
                .filter(one -> one.name().equals(engine))
                .findFirst()
                .orElseThrow());
    }

    /** Hears nothing. */
    static final class Silence implements Progress {
        @Override
        public void starting(String engine, int number, int of) {}

        @Override
        public void started(EngineColumn engine) {}

        @Override
        public void ran(Cell cell, int done, int of) {}
    }
}
