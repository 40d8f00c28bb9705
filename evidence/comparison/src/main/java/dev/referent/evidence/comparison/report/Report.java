package dev.referent.evidence.comparison.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run of the comparison came to.
 *
 * @param date the day of the run, as in 2026-11-22
 * @param platform what it ran on: Java's version, the operating system
 * @param command what was typed to get it
 * @param repetitions how often each scenario was timed
 * @param engines the engines, those that were not run too
 * @param paths the names of the access paths
 * @param scenarios the scenarios
 * @param results what each scenario came to on each engine that was run, by engine, then path, then scenario
 */
public record Report(
        String date,
        String platform,
        String command,
        int repetitions,
        List<EngineColumn> engines,
        List<String> paths,
        List<ScenarioSummary> scenarios,
        @JsonProperty("cells") List<Result> results) {
    /** Copies the lists. */
    public Report {
        engines = List.copyOf(engines);
        paths = List.copyOf(paths);
        scenarios = List.copyOf(scenarios);
        results = List.copyOf(results);
    }

    /** Returns what a scenario came to; empty if there is no such cell, say as the engine was not asked for. */
    public Optional<Result> find(String scenario, String engine, String path) {
        return results.stream()
                .filter(result -> result.scenario().equals(scenario)
                        && result.engine().equals(engine)
                        && result.path().equals(path))
                .findFirst();
    }

    /** Returns what a scenario came to; of an engine that was not run, that it was not, and why. */
    public Result result(String scenario, EngineColumn engine, String path) {
        return find(scenario, engine.name(), path)
                .orElseGet(() -> Result.without(scenario, engine.name(), path, Verdict.NOT_RUN, engine.reason()));
    }

    /** Returns the cells of an engine by an access path, in the order of the scenarios. */
    public List<Result> column(String engine, String path) {
        return results.stream()
                .filter(result ->
                        result.engine().equals(engine) && result.path().equals(path))
                .toList();
    }

    /** Returns a cell's time as a ratio to plain JDBC on its engine; empty where that would say nothing. */
    public OptionalDouble ratio(Result result) {
        boolean waits = scenarios.stream()
                .anyMatch(scenario -> scenario.name().equals(result.scenario()) && scenario.twoSessions());
        return find(result.scenario(), result.engine(), "jdbc")
                .filter(plain -> !waits && plain.nanos() > 0 && result.nanos() > 0)
                .map(plain -> OptionalDouble.of((double) result.nanos() / plain.nanos()))
                .orElseGet(OptionalDouble::empty);
    }
}
