package dev.referent.hibernate.integration;

import dev.referent.core.integrity.ForeignKey;
import dev.referent.core.integrity.ReferentialAction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The foreign keys that the tables of an SQLite database have; under derived names, since no PRAGMA tells the declared.
 *
 * @param tables the names of all tables, whatever their case
 * @param keys the keys in the order of tables and declarations
 */
record DatabaseKeys(Set<String> tables, List<ForeignKey> keys) {
    private static final String TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'";

    /** The ids of foreign_key_list run against the order of declaration. */
    private static final String KEYS =
            """
            SELECT t.name AS child, k.id, k."table" AS parent, k."from" AS child_column, k.on_delete, k.on_update,
                   coalesce(k."to", (SELECT c.name FROM pragma_table_info(k."table") c WHERE c.pk = k.seq + 1), '')
                       AS parent_column
              FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) k
             WHERE t.type = 'table'
             ORDER BY t.name, k.id DESC, k.seq
            """;

    /** Reads them from the database {@code main}. */
    static DatabaseKeys of(Connection connection) throws SQLException {
        Set<String> tables = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Map<List<Object>, List<ColumnPair>> found = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet names = statement.executeQuery(TABLES)) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            try (ResultSet rows = statement.executeQuery(KEYS)) {
                while (rows.next()) {
                    List<Object> id = List.of(rows.getString("child"), rows.getInt("id"));
                    found.computeIfAbsent(id, key -> new ArrayList<>()).add(ColumnPair.of(rows));
                }
            }
        }
        return new DatabaseKeys(
                tables, found.values().stream().map(ColumnPair::joined).toList());
    }

    /** One column of a key, with what is said of the whole key. */
    private record ColumnPair(
            String child, String childColumn, String parent, String parentColumn, String onDelete, String onUpdate) {

        static ColumnPair of(ResultSet row) throws SQLException {
            return new ColumnPair(
                    row.getString("child"),
                    row.getString("child_column"),
                    row.getString("parent"),
                    row.getString("parent_column"),
                    row.getString("on_delete"),
                    row.getString("on_update"));
        }

        static ForeignKey joined(List<ColumnPair> pairs) {
            ColumnPair first = pairs.get(0);
            List<String> childColumns =
                    pairs.stream().map(ColumnPair::childColumn).toList();
            return new ForeignKey(
                    ForeignKey.derivedName(first.child, childColumns),
                    first.child,
                    childColumns,
                    first.parent,
                    pairs.stream().map(ColumnPair::parentColumn).toList(),
                    action(first.onDelete),
                    action(first.onUpdate),
                    false);
        }

        private static ReferentialAction action(String words) {
            return ReferentialAction.valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }
    }
}
