package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The queries for the violations of a DELETE or UPDATE, of the rows that it changes ({@code " FROM table WHERE ..."}). */
final class ChangeQueries {
    private static final String LIMIT = " LIMIT 100001";

    private ChangeQueries() {}

    /** What identifies a child row: its rowid, or else the columns of its primary key. */
    record ChildRow(boolean isRowId, List<String> columns) {
        static ChildRow of(SchemaKey key) {
            return key.childRowId()
                    .map(name -> new ChildRow(true, List.of(name)))
                    .orElseGet(() -> new ChildRow(
                            false,
                            key.childPrimaryKey().stream().map(SqlNames::quoted).toList()));
        }

        private List<String> names() {
            return IntStream.range(0, columns.size()).mapToObj(i -> "r" + i).toList();
        }

        /** Only a single row is named; a group of several rows has no distinguished one. */
        private List<String> first() {
            return isRowId ? List.of("min(r0)") : names();
        }

        private static String separated(List<String> parts) {
            return parts.stream().map(part -> ", " + part).collect(Collectors.joining());
        }

        /** Names the values that a query returned for the row. */
        Map<String, Object> named(List<?> values) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                String name = columns.get(i);
                row.put(
                        isRowId ? "rowid" : name.substring(1, name.length() - 1).replace("\"\"", "\""),
                        Objects.requireNonNull(values.get(i)));
            }
            return row;
        }
    }

    /**
     * Returns the query for the new keys without a parent row, of the rows that do not have them already: the columns of the key, how
     * many rows it has, and the first of them.
     */
    static String missingParents(
            SchemaKey key, ChildRow childRow, Map<String, @Nullable Object> assigned, String rows) {
        ForeignKey foreignKey = key.foreignKey();
        int columns = foreignKey.childColumns().size();
        String news = foreignKey.childColumns().stream()
                .map(column -> assigned.containsKey(column)
                        ? SqlLiteral.of(assigned.get(column))
                        : "+" + SqlNames.quoted(column))
                .collect(Collectors.joining(", "));
        return "WITH referent_rows (" + names("o", columns) + ", " + names("n", columns)
                + ChildRow.separated(childRow.names()) + ") AS (SELECT "
                + SqlNames.quoted("", foreignKey.childColumns(), ", ") + ", " + news
                + ChildRow.separated(childRow.columns()) + rows + ") SELECT " + names("n", columns)
                + ", count(*)" + ChildRow.separated(childRow.first()) + " FROM referent_rows t WHERE "
                + each(columns, "n%1$d IS NOT NULL", " AND ") + " AND NOT ("
                + each(columns, "o%1$d IS n%1$d COLLATE BINARY AND typeof(o%1$d) = typeof(n%1$d)", " AND ")
                + ") AND NOT EXISTS (SELECT 1 FROM " + table(key, foreignKey.parentTable()) + " p WHERE "
                + matches(foreignKey.parentColumns(), "p.%s = +t.n%d") + ") GROUP BY "
                + each(columns, "n%1$d COLLATE BINARY, typeof(n%1$d)", ", ") + LIMIT;
    }

    /**
     * Returns the query for the keys of deleted parent rows that child rows reference, and how many do; within one table, child rows
     * that are deleted with them do not.
     */
    static String deletedParents(SchemaKey key, TableFacts table, String rows) {
        if (!key.isWithinOneTable()) {
            return stillReferenced(key, "", rows);
        }
        String rowId = table.rowId().orElseThrow();
        return stillReferenced(key, " AND c." + rowId + " NOT IN (SELECT " + rowId + rows + ")", rows);
    }

    /** Returns the query for the keys that parent rows lose, that child rows reference, and how many do. */
    static String updatedParents(SchemaKey key, Map<String, @Nullable Object> assigned, String rows) {
        String unchanged = key.foreignKey().parentColumns().stream()
                .filter(assigned::containsKey)
                .map(column -> "p." + SqlNames.quoted(column) + " IS " + SqlLiteral.of(assigned.get(column)))
                .collect(Collectors.joining(" AND "));
        return stillReferenced(key, " AND NOT (" + unchanged + ")", rows);
    }

    private static String stillReferenced(SchemaKey key, String condition, String rows) {
        ForeignKey foreignKey = key.foreignKey();
        List<String> parents = foreignKey.parentColumns();
        String sign = key.comparesEqually() ? "" : "+";
        String references = IntStream.range(0, parents.size())
                .mapToObj(i -> "p." + SqlNames.quoted(parents.get(i)) + " = " + sign + "c."
                        + SqlNames.quoted(foreignKey.childColumns().get(i)))
                .collect(Collectors.joining(" AND "));
        return "SELECT " + SqlNames.quoted("p.", parents, ", ") + ", count(*) FROM (SELECT "
                + SqlNames.quoted("", parents, ", ") + rows + ") p JOIN "
                + table(key, foreignKey.childTable()) + " c ON " + references + condition + " GROUP BY "
                + parents.stream()
                        .map(column -> "p." + SqlNames.quoted(column))
                        .map(column -> column + " COLLATE BINARY, typeof(" + column + ")")
                        .collect(Collectors.joining(", "))
                + LIMIT;
    }

    private static String names(String prefix, int count) {
        return each(count, prefix + "%1$d", ", ");
    }

    private static String each(int count, String pattern, String separator) {
        return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(separator));
    }

    private static String matches(List<String> columns, String pattern) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> pattern.formatted(SqlNames.quoted(columns.get(i)), i))
                .collect(Collectors.joining(" AND "));
    }

    private static String table(SchemaKey key, String name) {
        return SqlNames.quoted(key.schema()) + "." + SqlNames.quoted(name);
    }
}
