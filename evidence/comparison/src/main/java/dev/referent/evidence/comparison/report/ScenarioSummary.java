package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.scenario.Group;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Table;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a report shows of a scenario.
 *
 * @param name the short name
 * @param group the group
 * @param question the question, in one sentence
 * @param tables the CREATE TABLE statements, in standard SQL
 * @param rows the initial rows
 * @param twoSessions whether two sessions take part; then its time is mostly waiting
 */
public record ScenarioSummary(
        String name, Group group, String question, List<String> tables, List<String> rows, boolean twoSessions) {
    /** Copies the lists. */
    public ScenarioSummary {
        tables = List.copyOf(tables);
        rows = List.copyOf(rows);
    }

    /** Returns the summary of a scenario. */
    public static ScenarioSummary of(Scenario scenario) {
        Stream<String> rows = scenario.rows().stream().map(row -> row.table().name() + " " + row.values());
        return new ScenarioSummary(
                scenario.name(),
                scenario.group(),
                scenario.question(),
                scenario.tables().stream().map(Table::creation).toList(),
                rows.toList(),
                scenario.twoSessions());
    }
}
