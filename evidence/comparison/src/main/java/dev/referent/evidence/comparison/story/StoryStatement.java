package dev.referent.evidence.comparison.story;

import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a story. Its values can be edited, and are always bound, so that no SQL of a visitor is ever run.
 *
 * @param sql the statement for a person, with a question mark for each value
 * @param values the values to begin with: an integer takes integers, a string takes strings
 * @param moment when it is run
 * @param operation returns the operation for the edited values
 */
record StoryStatement(
        String sql, List<Object> values, Moment moment, Function<List<@Nullable Object>, Operation> operation) {
    private static final int MAX_LENGTH = 40;

    /** When a statement is run. */
    enum Moment {
        /** Before the story, in every database. */
        INITIALLY,
        /** In the story, unless the visitor decides otherwise. */
        USUALLY,
        /** In the story, if the visitor chooses it. */
        IF_CHOSEN
    }

    /** Copies the list. */
    StoryStatement {
        values = List.copyOf(values);
    }

    /** Returns the insertion of one row. */
    static StoryStatement insert(Table table, Object... row) {
        String markers = "?" + ", ?".repeat(row.length - 1);
        return new StoryStatement(
                "INSERT INTO " + table.name() + " (" + String.join(", ", table.columnNames()) + ") VALUES (" + markers
                        + ")",
                List.of(row),
                Moment.USUALLY,
                values -> Scenario.insert(table, values.toArray()));
    }

    /** Returns the deletion of the row with an id. */
    static StoryStatement delete(Table table, int id) {
        return new StoryStatement(
                "DELETE FROM " + table.name() + " WHERE id = ?",
                List.of(id),
                Moment.USUALLY,
                values -> new Operation.Delete(table, id(values.get(0))));
    }

    /** Returns the update of one column of the row with an id. */
    static StoryStatement update(Table table, String column, int value, int id) {
        return new StoryStatement(
                "UPDATE " + table.name() + " SET " + column + " = ? WHERE id = ?",
                List.of(value, id),
                Moment.USUALLY,
                values -> new Operation.Update(table, id(values.get(1)), column, values.get(0)));
    }

    /** Returns a statement without values. */
    static StoryStatement sql(String sql) {
        return new StoryStatement(sql, List.of(), Moment.USUALLY, values -> Operation.Sql.of(sql));
    }

    /** Returns this statement, executed before the story. */
    StoryStatement initially() {
        return new StoryStatement(sql, values, Moment.INITIALLY, operation);
    }

    /** Returns this statement, run only if the visitor chooses it. */
    StoryStatement ifChosen() {
        return new StoryStatement(sql, values, Moment.IF_CHOSEN, operation);
    }

    /**
     * Returns the operation with edited values. An empty one is NULL.
     *
     * @throws IllegalArgumentException if a value is of another type, or too long
     */
    Operation with(List<String> edited) {
        List<@Nullable Object> parsed = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            parsed.add(parsed(edited.get(i), values.get(i)));
        }
        return operation.apply(Collections.unmodifiableList(parsed));
    }

    private @Nullable Object parsed(String value, Object example) {
        if (value.isEmpty()) {
            return null;
        }
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a value of " + sql + " is longer than " + MAX_LENGTH + " characters");
        }
        if (example instanceof String) {
            return value;
        }
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + value + "\" in " + sql + " is no integer of 32 bits", e);
        }
    }

    private static Object id(@Nullable Object value) {
        return Objects.requireNonNullElse(value, 0);
    }
}
