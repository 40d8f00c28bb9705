package dev.referent.evidence.comparison;

import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.report.EngineColumn;
import dev.referent.evidence.comparison.report.Report;
import dev.referent.evidence.comparison.report.ScenarioSummary;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.Runner;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.engines.Engine;
import dev.referent.evidence.engines.EngineUnavailableException;
import dev.referent.evidence.engines.RunningEngine;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs scenarios on engines, one engine after the other, each in a temporary directory.
 *
 * @param engines the engines, in the order of the report
 * @param paths the access paths
 * @param scenarios the scenarios
 * @param repetitions how often each scenario is timed
 * @param command the command line, for the report
 */
public record Comparison(
        List<Engine> engines, List<AccessPath> paths, List<Scenario> scenarios, int repetitions, String command) {
    /** How often the first scenario is run before any is timed. */
    private static final int WARM_UP = 10;

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if {@code repetitions} is less than 1
     */
    public Comparison {
        engines = List.copyOf(engines);
        paths = List.copyOf(paths);
        scenarios = List.copyOf(scenarios);
        if (repetitions < 1) {
            throw new IllegalArgumentException("a scenario cannot be run " + repetitions + " times; give 1 or more");
        }
    }

    /**
     * Runs all scenarios. Each step has a timeout, so the run always ends.
     *
     * @throws InterruptedException if this thread is interrupted; the engines are stopped
     */
    public Report run(Progress progress) throws InterruptedException {
        List<EngineColumn> columns = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        for (Engine engine : engines) {
            progress.starting(engine.name(), columns.size() + 1, engines.size());
            columns.add(run(engine, results, progress));
            stopIfInterrupted();
        }
        return new Report(
                LocalDate.now(ZoneOffset.UTC).toString(),
                "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch"),
                command,
                repetitions,
                columns,
                paths.stream().map(AccessPath::name).toList(),
                scenarios.stream().map(ScenarioSummary::of).toList(),
                results);
    }

    /** Deletes the temporary directories of all comparisons, because the process ends before they do. */
    public static void deleteTemporaryDirectories() {
        TemporaryDirectory.deleteAll();
    }

    private EngineColumn run(Engine engine, List<Result> results, Progress progress) throws InterruptedException {
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                RunningEngine running = engine.start(directory.path());
                Runner runner = new Runner(engine.name(), running, repetitions)) {
            EngineColumn column = new EngineColumn(
                    engine.name(), running.version(), driverPart(running.fresh().url()), "");
            progress.started(column);
            run(runner, results, progress);
            return column;
        } catch (EngineUnavailableException | SQLException | IOException e) {
            stopIfInterrupted(e);
            EngineColumn column = EngineColumn.notRun(engine.name(), String.valueOf(e.getMessage()));
            progress.started(column);
            return column;
        }
    }

    private void run(Runner runner, List<Result> results, Progress progress) throws InterruptedException {
        warmUp(runner);
        List<Result> ran = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            stopIfInterrupted();
            for (Result result : runner.run(scenario, paths)) {
                ran.add(result);
                progress.ran(result, ran.size(), paths.size() * scenarios.size());
            }
        }
        for (AccessPath path : paths) {
            ran.stream().filter(result -> result.path().equals(path.name())).forEach(results::add);
        }
    }

    /** Stops if an interrupt is the cause of a failure; some drivers forget that the thread was interrupted. */
    private static void stopIfInterrupted(Exception failure) throws InterruptedException {
        stopIfInterrupted();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
                throw new InterruptedException("the comparison was interrupted");
            }
        }
    }

    /** Stops where the process ends, too: HSQLDB forgets interrupts without a word, and would go on in a new directory. */
    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted() || TemporaryDirectory.areEnding()) {
            throw new InterruptedException("the comparison was interrupted");
        }
    }

    /** Lets engine, JVM and access paths get ready before any time is taken that is to be compared. */
    private void warmUp(Runner runner) throws InterruptedException {
        for (int i = 0; repetitions > 1 && !scenarios.isEmpty() && i < WARM_UP; i++) {
            runner.run(scenarios.get(0), paths);
        }
    }

    /** Returns the part of a URL that names the driver. It reveals neither host nor password. */
    private static String driverPart(String url) {
        int end = url.indexOf(':', "jdbc:".length());
        return end < 0 ? url : url.substring(0, end);
    }
}
