package dev.referent.hibernate;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.ForeignKeys;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tables of an SQLite database and their foreign keys.
 *
 * @param columns each table with its columns, whatever the case of their names
 * @param definitions the statements that create its tables, views and indexes, in order
 * @param keys the keys in the order of tables and declarations
 */
record DeclaredTables(Map<String, Set<String>> columns, List<String> definitions, List<ForeignKey> keys) {
    private static final String COLUMNS =
            "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c WHERE t.type = 'table'";

    private static final String DEFINITIONS =
            "SELECT sql FROM sqlite_schema WHERE type <> 'trigger' AND sql IS NOT NULL ORDER BY rowid";

    /** Reads the database {@code main}. */
    static DeclaredTables of(Connection connection) throws SQLException {
        Map<String, Set<String>> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<String> definitions = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet names = statement.executeQuery(COLUMNS)) {
                while (names.next()) {
                    columns.computeIfAbsent(names.getString(1), table -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER))
                            .add(names.getString(2));
                }
            }
            try (ResultSet texts = statement.executeQuery(DEFINITIONS)) {
                while (texts.next()) {
                    definitions.add(texts.getString(1));
                }
            }
        }
        return new DeclaredTables(columns, definitions, ForeignKeys.of(connection));
    }

    boolean hasTable(String table) {
        return columns.containsKey(table);
    }

    boolean hasColumn(String table, String column) {
        return columns.getOrDefault(table, Set.of()).contains(column);
    }
}
