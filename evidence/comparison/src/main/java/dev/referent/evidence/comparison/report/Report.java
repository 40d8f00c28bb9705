package dev.referent.evidence.comparison.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The report of a comparison.
 *
 * @param date the date of the run, for example 2026-11-22
 * @param platform the Java version and the operating system of the run
 * @param command the command line of the run
 * @param repetitions how often each scenario was timed
 * @param engines the engines, including those that were not run
 * @param paths the names of the access paths
 * @param scenarios the scenarios
 * @param results the results on the engines that were run, ordered by engine, path and scenario
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
        results = Results.of(results);
    }

    /** Returns the part of the report about some engines, access paths and scenarios. */
    public Report only(Set<String> someEngines, Set<String> somePaths, Set<String> someScenarios) {
        return new Report(
                date,
                platform,
                command,
                repetitions,
                engines.stream()
                        .filter(engine -> someEngines.contains(engine.name()))
                        .toList(),
                paths.stream().filter(somePaths::contains).toList(),
                scenarios.stream()
                        .filter(scenario -> someScenarios.contains(scenario.name()))
                        .toList(),
                results.stream()
                        .filter(result -> someEngines.contains(result.engine())
                                && somePaths.contains(result.path())
                                && someScenarios.contains(result.scenario()))
                        .toList());
    }

    /** Returns the result of a scenario; empty if there is none, for example because the engine was not requested. */
    public Optional<Result> find(String scenario, String engine, String path) {
        return Results.of(results).find(scenario, engine, path);
    }

    /** Returns the result of a scenario. For an engine that was not run, the result says why. */
    public Result result(String scenario, EngineColumn engine, String path) {
        return find(scenario, engine.name(), path)
                .orElseGet(() -> Result.notRun(scenario, engine.name(), path, Verdict.NOT_RUN, engine.reason()));
    }

    /** Returns the results of an engine and an access path, in the order of the scenarios. */
    public List<Result> column(String engine, String path) {
        return results.stream()
                .filter(result ->
                        result.engine().equals(engine) && result.path().equals(path))
                .toList();
    }

    /** Returns the time of a result as a ratio to plain JDBC on the same engine; empty if the ratio is meaningless. */
    public OptionalDouble ratio(Result result) {
        boolean waits = scenarios.stream()
                .anyMatch(scenario -> scenario.name().equals(result.scenario()) && scenario.twoSessions());
        return find(result.scenario(), result.engine(), "jdbc")
                .filter(plain -> !waits && plain.nanos() > 0 && result.nanos() > 0)
                .map(plain -> OptionalDouble.of((double) result.nanos() / plain.nanos()))
                .orElseGet(OptionalDouble::empty);
    }
}
