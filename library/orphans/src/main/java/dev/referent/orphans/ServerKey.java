package dev.referent.orphans;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.sql.SqlNames;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key of a server's database, as its catalogue has it.
 *
 * @param name the constraint's name
 * @param child the child table
 * @param childColumns the child columns
 * @param parentSchema where the parent table is
 * @param parent the parent table
 * @param parentColumns the parent columns
 * @param onDelete what a delete of the parent row does
 * @param enforced whether the server checks writes by it
 * @param validated whether the server has checked the rows that were there before it
 * @param triggersEnabled whether what enforces it is on
 * @param indexed whether the child columns have an index
 * @param parentExists whether the parent table exists
 */
record ServerKey(
        String name,
        String child,
        List<String> childColumns,
        String parentSchema,
        String parent,
        List<String> parentColumns,
        ReferentialAction onDelete,
        boolean enforced,
        boolean validated,
        boolean triggersEnabled,
        boolean indexed,
        boolean parentExists) {

    /** Returns the FROM and WHERE of its orphan rows. */
    String orphans(String quote) {
        String given = childColumns.stream()
                .map(column -> "child." + SqlNames.quotedBy(quote, column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String from = " FROM " + SqlNames.quotedBy(quote, child) + " child WHERE " + given;
        return parentExists
                ? from + " AND NOT EXISTS (SELECT 1 FROM " + SqlNames.quotedBy(quote, parentSchema) + "."
                        + SqlNames.quotedBy(quote, parent) + " parent WHERE " + matches(quote) + ")"
                : from;
    }

    private String matches(String quote) {
        return IntStream.range(0, childColumns.size())
                .mapToObj(i -> "parent." + SqlNames.quotedBy(quote, parentColumns.get(i)) + " = child."
                        + SqlNames.quotedBy(quote, childColumns.get(i)))
                .collect(Collectors.joining(" AND "));
    }

    /** Returns the columns, each prefixed and quoted, separated by commas. */
    static String quoted(String quote, String prefix, List<String> columns) {
        return columns.stream()
                .map(column -> prefix + SqlNames.quotedBy(quote, column))
                .collect(Collectors.joining(", "));
    }
}
