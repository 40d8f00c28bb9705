package dev.referent.jdbc.driver;

import dev.referent.jdbc.sql.SqlNames;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteConnection;

/** Tells which tables a statement can write, by itself and by triggers and cascades, from its compiled form. */
public final class WrittenTables {
    private WrittenTables() {}

    /** Returns the names as {@link #nameOf} forms them. */
    public static Set<String> of(SQLiteConnection connection, String sql) throws SQLException {
        Map<Long, Map<Long, String>> tables = new HashMap<>();
        Set<String> written = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement("EXPLAIN " + sql);
                ResultSet instructions = statement.executeQuery()) {
            while (instructions.next()) {
                if (instructions.getString("opcode").equals("OpenWrite")) {
                    long database = instructions.getLong("p3");
                    if (!tables.containsKey(database)) {
                        tables.put(database, tables(connection, database));
                    }
                    String name = tables.get(database).get(instructions.getLong("p2"));
                    if (name != null) {
                        written.add(name);
                    }
                }
            }
        }
        return written;
    }

    /** Reads root page to table; the root page of a table without rowid is that of its primary key. */
    private static Map<Long, String> tables(SQLiteConnection connection, long database) throws SQLException {
        Map<Long, String> tables = new HashMap<>();
        try (PreparedStatement databases =
                connection.prepareStatement("SELECT name FROM pragma_database_list WHERE seq = ?")) {
            databases.setLong(1, database);
            try (ResultSet schemas = databases.executeQuery()) {
                if (schemas.next()) {
                    addTables(connection, schemas.getString(1), tables);
                }
            }
        }
        return tables;
    }

    private static void addTables(SQLiteConnection connection, String schema, Map<Long, String> tables)
            throws SQLException {
        String query =
                "SELECT rootpage, tbl_name FROM " + SqlNames.quoted(schema) + ".sqlite_schema WHERE rootpage > 0";
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                tables.put(rows.getLong(1), nameOf(schema, rows.getString(2)));
            }
        }
    }

    /** Returns the name by which a table is told apart, whatever the case of its letters. */
    public static String nameOf(String schema, String table) {
        return schema.toLowerCase(Locale.ROOT) + "." + table.toLowerCase(Locale.ROOT);
    }
}
