package dev.referent.jdbc;

import dev.referent.core.integrity.ForeignKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells which foreign keys can be followed by what SQLite's update hook says of the written rows (its limits are listed at
 * sqlite.org/c3ref/update_hook.html), and which have to be looked at whole.
 */
final class Observation {
    private static final String TABLE =
            """
            SELECT l.wr, instr(lower(s.sql), 'collate') > 0,
                   EXISTS (SELECT 1 FROM pragma_table_xinfo(l.name, 'main') WHERE lower(name) = 'rowid')
              FROM pragma_table_list l JOIN main.sqlite_schema s ON s.name = l.name AND s.type = 'table'
             WHERE l.schema = 'main' AND l.name = ? COLLATE NOCASE
            """;

    private static final String COLUMN_TYPE =
            "SELECT type FROM pragma_table_xinfo(?, 'main') WHERE name = ? COLLATE NOCASE";

    private final Connection connection;

    Observation(Connection connection) {
        this.connection = connection;
    }

    /** Returns the text of all tables, indexes, views and triggers of all of the connection's databases, in lower case. */
    String schemaText() throws SQLException {
        StringBuilder text = new StringBuilder();
        for (String schema : schemas()) {
            String query = "SELECT sql FROM " + SqlNames.quoted(schema) + ".sqlite_schema WHERE sql IS NOT NULL";
            try (PreparedStatement statement = connection.prepareStatement(query);
                    ResultSet texts = statement.executeQuery()) {
                while (texts.next()) {
                    text.append(texts.getString(1).toLowerCase(Locale.ROOT)).append(";\n");
                }
            }
        }
        return text.toString();
    }

    private List<String> schemas() throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM pragma_database_list");
                ResultSet names = statement.executeQuery()) {
            while (names.next()) {
                schemas.add(names.getString(1));
            }
        }
        return schemas;
    }

    /**
     * Returns the foreign keys whose written rows the hook does not name (a table without rowid, or whose rowid a column
     * hides), or whose two ends compare differently (another affinity or collation), so that a key cannot be looked up.
     */
    List<ForeignKey> unobserved(List<ForeignKey> foreignKeys) throws SQLException {
        List<ForeignKey> unobserved = new ArrayList<>();
        for (ForeignKey foreignKey : foreignKeys) {
            if (!isPlain(foreignKey.childTable()) || !isPlain(foreignKey.parentTable()) || !comparesAlike(foreignKey)) {
                unobserved.add(foreignKey);
            }
        }
        return unobserved;
    }

    private boolean isPlain(String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && !row.getBoolean(1) && !row.getBoolean(2) && !row.getBoolean(3);
            }
        }
    }

    private boolean comparesAlike(ForeignKey foreignKey) throws SQLException {
        for (int i = 0; i < foreignKey.childColumns().size(); i++) {
            String child =
                    affinity(foreignKey.childTable(), foreignKey.childColumns().get(i));
            String parent = affinity(
                    foreignKey.parentTable(), foreignKey.parentColumns().get(i));
            if (!child.equals(parent)) {
                return false;
            }
        }
        return true;
    }

    /** Determines the affinity from the declared type, by the five rules of sqlite.org/datatype3.html#determination. */
    private String affinity(String table, String column) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMN_TYPE)) {
            statement.setString(1, table);
            statement.setString(2, column);
            try (ResultSet row = statement.executeQuery()) {
                String type = row.next() && row.getString(1) != null ? row.getString(1) : "";
                return affinity(type.toUpperCase(Locale.ROOT));
            }
        }
    }

    private static String affinity(String type) {
        if (type.contains("INT")) {
            return "INTEGER";
        }
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
            return "TEXT";
        }
        if (type.contains("BLOB") || type.isEmpty()) {
            return "BLOB";
        }
        return type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") ? "REAL" : "NUMERIC";
    }
}
