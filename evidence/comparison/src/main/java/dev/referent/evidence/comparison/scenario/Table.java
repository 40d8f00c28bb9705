package dev.referent.evidence.comparison.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of a scenario.
 *
 * @param name the name
 * @param columns the column definitions, in order; each starts with the column's name
 * @param keys the foreign keys declared in the table
 */
public record Table(String name, List<String> columns, List<Key> keys) {
    /** Copies the lists. */
    public Table {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /** Creates a table without foreign keys. */
    public static Table of(String name, String... columns) {
        return new Table(name, List.of(columns), List.of());
    }

    /** Returns this table with other foreign keys. */
    public Table with(Key... declared) {
        return new Table(name, columns, List.of(declared));
    }

    /** Returns the column names. */
    public List<String> columnNames() {
        return columns.stream()
                .map(column -> column.substring(0, column.indexOf(' ')))
                .toList();
    }

    /** Returns the CREATE TABLE statement. */
    public String creation() {
        List<String> lines = new ArrayList<>(columns);
        keys.forEach(key -> lines.add(key.declaration()));
        return "CREATE TABLE " + name + " (" + String.join(", ", lines) + ")";
    }
}
