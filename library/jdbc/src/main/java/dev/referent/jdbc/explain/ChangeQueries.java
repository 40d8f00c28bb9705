package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.sql.SqlConditions;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The queries for the violations of a DELETE or UPDATE, of the rows that it changes ({@code " FROM table WHERE ..."}). */
final class ChangeQueries {
    private static final String LIMIT = " LIMIT 100001";
    private static final String FEW = " LIMIT 10";
    private static final String COUNTED = " LIMIT " + ForeignKeyViolation.CHILD_ROWS_BOUND + ")";

    /** They begin the names of columns of a subquery: a name that a condition does not use for something else. */
    private static final String OLD = "referent_o";

    private static final String NEW = "referent_n";
    private static final String ROW = "referent_r";

    private ChangeQueries() {}

    /**
     * Two queries for the same violations.
     *
     * @param all all of them, which are counted before SQLite returns the first
     * @param few some of them, as SQLite comes to them
     */
    record Search(String all, String few) {
        /**
         * Adds all violations, or those that are still found if finding all takes too long.
         *
         * @param adding adds the violation of a row
         * @return whether they are all
         */
        boolean addTo(
                Violations violations,
                Investigation investigation,
                BiConsumer<Violations, List<@Nullable Object>> adding)
                throws SQLException {
            Execution<Violations> searching = () -> added(violations.fresh(), investigation, all, adding);
            Optional<Violations> found = investigation.deadline().leavingTime(searching);
            found.ifPresent(violations::addAll);
            if (found.isEmpty()) {
                added(violations, investigation, few, adding);
            }
            return found.isPresent();
        }

        private static Violations added(
                Violations violations,
                Investigation investigation,
                String query,
                BiConsumer<Violations, List<@Nullable Object>> adding)
                throws SQLException {
            Query.each(investigation.connection(), query, row -> {
                adding.accept(violations, row);
                return true;
            });
            return violations;
        }
    }

    /** What identifies a child row: its rowid, or else the columns of its primary key. */
    record ChildRow(boolean isRowId, List<String> columns) {
        static ChildRow of(SchemaKey key) {
            return key.childRowId()
                    .map(name -> new ChildRow(true, List.of(name)))
                    .orElseGet(() -> new ChildRow(false, key.childPrimaryKey()));
        }

        private List<String> names() {
            return IntStream.range(0, columns.size()).mapToObj(i -> ROW + i).toList();
        }

        private List<String> named() {
            return columns.isEmpty() ? List.of() : List.of(ChangeQueries.named(ROW, quoted(columns)));
        }

        /** Only a single row is named; a group of several rows has no distinguished one. */
        private List<String> first() {
            return isRowId ? List.of("min(" + ROW + "0)") : names();
        }

        private static String separated(List<String> parts) {
            return parts.stream().map(part -> ", " + part).collect(Collectors.joining());
        }

        /** Names the values that a query returned for the row. */
        Map<String, Object> named(List<?> values) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                row.put(isRowId ? "rowid" : columns.get(i), Objects.requireNonNull(values.get(i)));
            }
            return row;
        }
    }

    /**
     * Returns the queries for the new keys without a parent row, of the rows that do not have them already: the columns of the key, how
     * many rows it has, and the first of them; the second query only says that it may have several.
     */
    static Search missingParents(
            SchemaKey key, ChildRow childRow, Map<String, @Nullable Object> assigned, String rows) {
        ForeignKey foreignKey = key.foreignKey();
        int columns = foreignKey.childColumns().size();
        List<String> news = foreignKey.childColumns().stream()
                .map(column -> assigned.containsKey(column)
                        ? SqlLiteral.of(assigned.get(column))
                        : "+" + SqlNames.quoted(column))
                .toList();
        String same =
                OLD + "%1$d IS " + NEW + "%1$d COLLATE BINARY AND typeof(" + OLD + "%1$d) = typeof(" + NEW + "%1$d)";
        String keys = each(columns, NEW + "%d", ", ");
        String found = " FROM (SELECT " + named(OLD, quoted(foreignKey.childColumns())) + ", " + named(NEW, news)
                + ChildRow.separated(childRow.named()) + rows + ") t WHERE "
                + all(columns, NEW + "%d IS NOT NULL") + " AND NOT ("
                + all(columns, same)
                + ") AND NOT EXISTS (SELECT 1 FROM " + SqlNames.quoted(key.schema(), foreignKey.parentTable())
                + " p WHERE "
                + matches(foreignKey.parentColumns(), "p.%s = +t." + NEW + "%d") + ")";
        return new Search(
                "SELECT " + keys + ", count(*)" + ChildRow.separated(childRow.first()) + found + " GROUP BY "
                        + each(columns, NEW + "%1$d COLLATE BINARY, typeof(" + NEW + "%1$d)", ", ") + LIMIT,
                "SELECT DISTINCT " + keys + ", 2" + found + FEW);
    }

    /**
     * Returns the queries for the keys of deleted parent rows that child rows reference, and how many do; within one table, child rows
     * that are deleted with them do not.
     */
    static Search deletedParents(SchemaKey key, TableFacts table, String rows) {
        if (!key.isWithinOneTable()) {
            return stillReferenced(key, "", rows);
        }
        String rowId = table.rowId().orElseThrow();
        return stillReferenced(key, " AND c." + rowId + " NOT IN (SELECT " + rowId + rows + ")", rows);
    }

    /** Returns the queries for the keys that parent rows lose, that child rows reference, and how many do. */
    static Search updatedParents(SchemaKey key, Map<String, @Nullable Object> assigned, String rows) {
        String unchanged = SqlConditions.all(key.foreignKey().parentColumns().stream()
                .filter(assigned::containsKey)
                .map(column -> "p." + SqlNames.quoted(column) + " IS " + SqlLiteral.of(assigned.get(column)))
                .toList());
        return stillReferenced(key, " AND NOT (" + unchanged + ")", rows);
    }

    private static Search stillReferenced(SchemaKey key, String condition, String rows) {
        ForeignKey foreignKey = key.foreignKey();
        List<String> parents = foreignKey.parentColumns();
        String keys = SqlNames.quoted("p.", parents, ", ");
        String parentRows = " FROM (SELECT " + SqlNames.quoted("", parents, ", ") + rows + ") p";
        String child = SqlNames.quoted(key.schema(), foreignKey.childTable());
        String references = OrphanQueries.matches(foreignKey, "", key.comparesEqually() ? "" : "+") + condition;
        String ofParent = " FROM " + child + " c WHERE " + references;
        return new Search(
                "SELECT " + keys + ", count(*)" + parentRows + " JOIN " + child + " c ON " + references
                        + OrphanQueries.grouping("p.", parents) + LIMIT,
                "SELECT " + keys + ", (SELECT count(*) FROM (SELECT 1" + ofParent + COUNTED + ")" + parentRows
                        + " WHERE EXISTS (SELECT 1" + ofParent + ")" + FEW);
    }

    private static List<String> quoted(List<String> names) {
        return names.stream().map(SqlNames::quoted).toList();
    }

    /** Returns the expressions with the prefix and their positions as names. */
    private static String named(String prefix, List<String> expressions) {
        return IntStream.range(0, expressions.size())
                .mapToObj(i -> expressions.get(i) + " AS " + prefix + i)
                .collect(Collectors.joining(", "));
    }

    private static String all(int count, String pattern) {
        return SqlConditions.all(count, pattern::formatted);
    }

    private static String each(int count, String pattern, String separator) {
        return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(separator));
    }

    private static String matches(List<String> columns, String pattern) {
        return SqlConditions.all(columns.size(), i -> pattern.formatted(SqlNames.quoted(columns.get(i)), i));
    }
}
