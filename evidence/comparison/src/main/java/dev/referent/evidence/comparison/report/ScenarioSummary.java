package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.scenario.Group;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Table;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a report tells of a scenario.
 *
 * @param name its short name
 * @param group what it is about
 * @param question the question, in one sentence
 * @param tables the tables, as they are made where nothing is worded differently
 * @param rows the rows that are stored beforehand
 * @param twoSessions whether two sessions take part, so that its time is mostly waiting
 */
public record ScenarioSummary(
        String name, Group group, String question, List<String> tables, List<String> rows, boolean twoSessions) {
    /** Copies the lists. */
    public ScenarioSummary {
        tables = List.copyOf(tables);
        rows = List.copyOf(rows);
    }

    /** Returns what there is to tell of a scenario. */
    public static ScenarioSummary of(Scenario scenario) {
        Stream<String> rows = scenario.rows().stream().map(row -> row.table().name() + " " + row.values());
        return new ScenarioSummary(
                scenario.name(),
                scenario.group(),
                scenario.question(),
                scenario.tables().stream().map(ScenarioSummary::creation).toList(),
                rows.toList(),
                scenario.twoSessions());
    }

    private static String creation(Table table) {
        return table.creation(true);
    }
}
