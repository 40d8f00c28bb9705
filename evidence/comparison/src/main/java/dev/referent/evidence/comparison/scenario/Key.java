package dev.referent.evidence.comparison.scenario;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key of a scenario.
 *
 * @param name the constraint name
 * @param child the child table
 * @param columns the columns of the child table
 * @param parent the parent table
 * @param parentColumns the referenced columns of the parent table, in the same order
 * @param clauses the rest of the declaration: actions, MATCH, DEFERRABLE
 */
public record Key(
        String name, String child, List<String> columns, String parent, List<String> parentColumns, String clauses) {
    /** Copies the columns. */
    public Key {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }

    /** Creates a key of one column that references {@code parent.id}. */
    public static Key of(String child, String column, String parent, String clauses) {
        return new Key(child + "_" + column + "_fk", child, List.of(column), parent, List.of("id"), clauses);
    }

    /** Returns the declaration for CREATE TABLE. */
    public String declaration() {
        return ("CONSTRAINT " + name + " FOREIGN KEY (" + String.join(", ", columns) + ") REFERENCES " + parent + " ("
                        + String.join(", ", parentColumns) + ") " + clauses)
                .strip();
    }

    /** Returns the ALTER TABLE statement that adds the key. */
    public String addition() {
        return "ALTER TABLE " + child + " ADD " + declaration();
    }

    /** Returns a query that counts the orphan rows. */
    public String orphanCount() {
        String given =
                columns.stream().map(column -> "c." + column + " IS NOT NULL").collect(Collectors.joining(" AND "));
        String matches = IntStream.range(0, columns.size())
                .mapToObj(i -> "p." + parentColumns.get(i) + " = c." + columns.get(i))
                .collect(Collectors.joining(" AND "));
        return "SELECT COUNT(*) FROM " + child + " c WHERE " + given + " AND NOT EXISTS (SELECT 1 FROM " + parent
                + " p WHERE " + matches + ")";
    }
}
