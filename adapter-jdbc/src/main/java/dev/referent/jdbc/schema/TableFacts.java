package dev.referent.jdbc.schema;

import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What has to be known of a table to look its rows up.
 *
 * @param rowId a name by which its rowid can be asked for; empty if it has none, or columns hide all three names
 * @param collates whether its text names a collation
 * @param affinities column to affinity
 * @param primaryKey the columns of its primary key, in their order; empty if it has none
 */
record TableFacts(Optional<String> rowId, boolean collates, Map<String, String> affinities, List<String> primaryKey) {
    private static final String TABLE =
            """
            SELECT l.wr, instr(lower(s.sql), 'collate') > 0
              FROM pragma_table_list l JOIN %s.sqlite_schema s ON s.name = l.name AND s.type = 'table'
             WHERE l.schema = ? COLLATE NOCASE AND l.name = ? COLLATE NOCASE
            """;

    private static final String PRIMARY_KEY = "SELECT name FROM pragma_table_info(?, ?) WHERE pk > 0 ORDER BY pk";

    private static final List<String> ROW_ID_NAMES = List.of("rowid", "_rowid_", "oid");

    /** Reads the facts of a table of one of the connection's databases. */
    static TableFacts of(Connection connection, String schema, String table) throws SQLException {
        Map<String, String> affinities = affinities(connection, schema, table);
        try (PreparedStatement statement = connection.prepareStatement(TABLE.formatted(SqlNames.quoted(schema)))) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (ResultSet row = statement.executeQuery()) {
                boolean hasRowId = row.next() && !row.getBoolean(1);
                boolean collates = hasRowId && row.getBoolean(2);
                Optional<String> name = ROW_ID_NAMES.stream()
                        .filter(alias -> hasRowId && !affinities.containsKey(alias))
                        .findFirst();
                return new TableFacts(name, collates, affinities, primaryKey(connection, schema, table));
            }
        }
    }

    private static List<String> primaryKey(Connection connection, String schema, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PRIMARY_KEY)) {
            statement.setString(1, table);
            statement.setString(2, schema);
            try (ResultSet names = statement.executeQuery()) {
                while (names.next()) {
                    columns.add(names.getString(1));
                }
            }
        }
        return columns;
    }

    private static Map<String, String> affinities(Connection connection, String schema, String table)
            throws SQLException {
        Map<String, String> affinities = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT name, type FROM pragma_table_xinfo(?, ?)")) {
            statement.setString(1, table);
            statement.setString(2, schema);
            try (ResultSet columns = statement.executeQuery()) {
                while (columns.next()) {
                    String type = columns.getString(2);
                    affinities.put(columns.getString(1), affinity(type == null ? "" : type.toUpperCase(Locale.ROOT)));
                }
            }
        }
        return affinities;
    }

    /** Determines the affinity from the declared type, by the five rules of sqlite.org/datatype3.html#determination. */
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

    /** Reads each table once. */
    static final class Reader {
        private final Connection connection;
        private final String schema;
        private final Map<String, TableFacts> known = new HashMap<>();

        Reader(Connection connection, String schema) {
            this.connection = connection;
            this.schema = schema;
        }

        TableFacts of(String table) throws SQLException {
            TableFacts facts = known.get(table);
            if (facts == null) {
                facts = TableFacts.of(connection, schema, table);
                known.put(table, facts);
            }
            return facts;
        }
    }
}
