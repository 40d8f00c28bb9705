package dev.referent.evidence.comparison.scenario;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key of a scenario.
 *
 * @param name its name
 * @param child the referencing table
 * @param columns the referencing columns
 * @param parent the referenced table
 * @param parentColumns the referenced columns, in the same order
 * @param clauses what follows in its declaration: actions, MATCH, DEFERRABLE
 */
public record Key(
        String name, String child, List<String> columns, String parent, List<String> parentColumns, String clauses) {
    /** Copies the columns. */
    public Key {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }

    /** A key of one column to {@code parent.id}, with those clauses. */
    public static Key of(String child, String column, String parent, String clauses) {
        return new Key(child + "_" + column + "_fk", child, List.of(column), parent, List.of("id"), clauses);
    }

    /** Returns its declaration within CREATE TABLE. */
    public String declaration() {
        return ("CONSTRAINT " + name + " FOREIGN KEY (" + String.join(", ", columns) + ") REFERENCES " + parent + " ("
                        + String.join(", ", parentColumns) + ") " + clauses)
                .strip();
    }

    /** Returns the statement that adds it to its table. */
    public String addition() {
        return "ALTER TABLE " + child + " ADD " + declaration();
    }

    /** Returns the query that counts the rows whose key is not NULL and points at nothing. */
    public String orphans() {
        String given =
                columns.stream().map(column -> "c." + column + " IS NOT NULL").collect(Collectors.joining(" AND "));
        String matches = IntStream.range(0, columns.size())
                .mapToObj(i -> "p." + parentColumns.get(i) + " = c." + columns.get(i))
                .collect(Collectors.joining(" AND "));
        return "SELECT COUNT(*) FROM " + child + " c WHERE " + given + " AND NOT EXISTS (SELECT 1 FROM " + parent
                + " p WHERE " + matches + ")";
    }
}
