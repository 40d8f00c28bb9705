package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.Cell;
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
 * @param cells what each scenario came to on each engine that was run, by engine, then path, then scenario
 */
public record Report(
        String date,
        String platform,
        String command,
        int repetitions,
        List<EngineColumn> engines,
        List<String> paths,
        List<Question> scenarios,
        List<Cell> cells) {
    /** Copies the lists. */
    public Report {
        engines = List.copyOf(engines);
        paths = List.copyOf(paths);
        scenarios = List.copyOf(scenarios);
        cells = List.copyOf(cells);
    }

    /** Returns what a scenario came to; empty if there is no such cell, say as the engine was not asked for. */
    public Optional<Cell> find(String scenario, String engine, String path) {
        return cells.stream()
                .filter(cell -> cell.scenario().equals(scenario)
                        && cell.engine().equals(engine)
                        && cell.path().equals(path))
                .findFirst();
    }

    /** Returns what a scenario came to; of an engine that was not run, that it was not, and why. */
    public Cell cell(String scenario, EngineColumn engine, String path) {
        return find(scenario, engine.name(), path)
                .orElseGet(() -> Cell.without(scenario, engine.name(), path, Verdict.NOT_RUN, engine.reason()));
    }

    /** Returns the cells of an engine by an access path, in the order of the scenarios. */
    public List<Cell> column(String engine, String path) {
        return cells.stream()
                .filter(cell -> cell.engine().equals(engine) && cell.path().equals(path))
                .toList();
    }

    /** Returns a cell's time as a ratio to plain JDBC on its engine; empty where that would say nothing. */
    public OptionalDouble ratio(Cell cell) {
        boolean waits = scenarios.stream()
                .anyMatch(question -> question.name().equals(cell.scenario()) && question.twoSessions());
        return find(cell.scenario(), cell.engine(), "jdbc")
                .filter(plain -> !waits && plain.nanos() > 0 && cell.nanos() > 0)
                .map(plain -> OptionalDouble.of((double) cell.nanos() / plain.nanos()))
                .orElseGet(OptionalDouble::empty);
    }
}
