package dev.referent.evidence.comparison.story;

import dev.referent.evidence.comparison.scenario.Group;
import dev.referent.evidence.comparison.scenario.Key;
import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Statements that tell a story, of which a visitor chooses some and edits the values.
 *
 * @param name the short name
 * @param title the title
 * @param lead what it shows, in a few sentences
 * @param tables the tables
 * @param statements the statements, those that are executed before the story first
 * @param script whether the statements are a script, which stops at its first error
 */
public record Story(
        String name, String title, String lead, List<Table> tables, List<StoryStatement> statements, boolean script) {
    /** Copies the lists. */
    public Story {
        tables = List.copyOf(tables);
        statements = List.copyOf(statements);
    }

    /**
     * Returns the scenario of the chosen statements.
     *
     * @param chosen the indexes of the statements, counted from 0
     * @param values the values of all statements, in their order
     * @throws IllegalArgumentException if the story has no such statement or value
     */
    public Scenario scenario(Set<Integer> chosen, List<String> values) {
        if (values.size()
                != statements.stream().mapToInt(one -> one.values().size()).sum()) {
            throw new IllegalArgumentException("values has " + values.size() + " values; give those of all statements");
        }
        if (chosen.stream().anyMatch(index -> index < 0 || index >= statements.size())) {
            throw new IllegalArgumentException(
                    "statements has an index that the story lacks; it has " + statements.size() + ", counted from 0");
        }
        Scenario.Draft draft = Scenario.of(name, Group.SCHEMA, title)
                .tables(tables.toArray(Table[]::new))
                .autoCommit();
        int next = 0;
        for (int i = 0; i < statements.size(); i++) {
            StoryStatement statement = statements.get(i);
            Operation operation = statement.with(
                    values.subList(next, next + statement.values().size()));
            next += statement.values().size();
            if (chosen.contains(i)) {
                add(draft, statement, operation);
            }
        }
        return (script ? draft : draft.goingOn()).gives("");
    }

    private static void add(Scenario.Draft draft, StoryStatement statement, Operation operation) {
        if (statement.moment() == StoryStatement.Moment.INITIALLY && operation instanceof Operation.Insert insert) {
            draft.row(insert.table(), insert.values().toArray());
        } else {
            draft.one(operation);
        }
    }

    /** Returns what a page needs to show the story. */
    Map<String, Object> forPage() {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("name", name);
        page.put("title", title);
        page.put("lead", lead);
        page.put("tables", tables.stream().map(Table::creation).toList());
        page.put("columns", tables.stream().collect(Collectors.toMap(Table::name, Table::columnNames)));
        page.put(
                "keys",
                tables.stream()
                        .flatMap(table -> table.keys().stream())
                        .map(Story::forPage)
                        .toList());
        List<Object> shown = new ArrayList<>();
        for (StoryStatement statement : statements) {
            shown.add(Map.of(
                    "sql",
                    statement.sql(),
                    "values",
                    statement.values(),
                    "initial",
                    statement.moment() == StoryStatement.Moment.INITIALLY,
                    "chosen",
                    statement.moment() != StoryStatement.Moment.IF_CHOSEN));
        }
        page.put("statements", shown);
        return page;
    }

    private static Map<String, Object> forPage(Key key) {
        return Map.of("child", key.child(), "column", key.columns().get(0), "parent", key.parent());
    }
}
