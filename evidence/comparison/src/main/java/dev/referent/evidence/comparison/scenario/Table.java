package dev.referent.evidence.comparison.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of a scenario.
 *
 * @param name its name
 * @param columns the definitions of its columns, in order, each beginning with the column's name
 * @param keys the foreign keys that are declared with it
 */
public record Table(String name, List<String> columns, List<Key> keys) {
    /** Copies the lists. */
    public Table {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /** A table without foreign keys. */
    public static Table of(String name, String... columns) {
        return new Table(name, List.of(columns), List.of());
    }

    /** The same table, with those foreign keys. */
    public Table with(Key... declared) {
        return new Table(name, columns, List.of(declared));
    }

    /** Returns the names of its columns. */
    public List<String> columnNames() {
        return columns.stream()
                .map(column -> column.substring(0, column.indexOf(' ')))
                .toList();
    }

    /** Returns its CREATE TABLE, with its keys or without. */
    public String creation(boolean withKeys) {
        List<String> lines = new ArrayList<>(columns);
        if (withKeys) {
            keys.forEach(key -> lines.add(key.declaration()));
        }
        return "CREATE TABLE " + name + " (" + String.join(", ", lines) + ")";
    }
}
