package dev.referent.evidence.comparison.run;

import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Step;
import dev.referent.evidence.engines.Family;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes operations for a person. */
final class OperationDescription {
    private OperationDescription() {}

    /** Returns a description of the operation, with SQL as the family has it. */
    static String of(Operation operation, Family family) {
        if (operation instanceof Operation.Insert insert) {
            return "insert " + row(insert.table().name(), insert.values());
        }
        if (operation instanceof Operation.InsertAll all) {
            StringJoiner rows = new StringJoiner(", ", "insert in one batch ", "");
            for (List<@Nullable Object> row : all.rows()) {
                rows.add(row(all.table().name(), row));
            }
            return rows.toString();
        }
        if (operation instanceof Operation.Update update) {
            return "set " + update.column() + " = " + update.value() + " in "
                    + update.table().name() + " " + update.id();
        }
        if (operation instanceof Operation.Delete delete) {
            return "delete " + delete.table().name() + " " + delete.id();
        }
        if (operation instanceof Operation.Sql sql) {
            return sql.on(family).orElse("(no words for it)");
        }
        return operation.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Returns a row as text, for example {@code child (1, 4711)}. */
    static String row(String table, List<@Nullable Object> values) {
        return table + values.stream().map(String::valueOf).collect(Collectors.joining(", ", " (", ")"));
    }

    /** Returns why a scenario cannot be run on an engine of that family; empty if it can. */
    static Optional<String> unsupported(Scenario scenario, Family family) {
        Stream<Operation.Sql> steps = scenario.steps().stream()
                .map(Step::operation)
                .filter(Operation.Sql.class::isInstance)
                .map(Operation.Sql.class::cast);
        return Stream.concat(scenario.preparations().stream(), steps)
                .filter(sql -> sql.on(family).isEmpty())
                .map(sql -> "the engine has no such statement as " + sql.example())
                .findFirst();
    }
}
