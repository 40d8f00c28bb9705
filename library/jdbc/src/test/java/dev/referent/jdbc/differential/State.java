package dev.referent.jdbc.differential;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConnection;

/**
 * All that a connection holds and sees.
 *
 * @param open whether a transaction is open
 * @param lines one for each row of each table, and for each setting
 */
record State(boolean open, List<String> lines) {
    private static final List<String> PRAGMAS =
            List.of("foreign_keys", "defer_foreign_keys", "writable_schema", "recursive_triggers");

    static State of(SQLiteConnection connection, Schema schema) throws SQLException {
        List<String> lines = new ArrayList<>();
        for (String pragma : PRAGMAS) {
            lines.add(pragma + " " + Query.rows(connection, "PRAGMA " + pragma));
        }
        lines.add("last_insert_rowid " + Query.rows(connection, "SELECT last_insert_rowid()"));
        boolean open = isOpen(connection);
        lines.add("transaction " + open);
        lines.add("autoCommit " + connection.getAutoCommit());
        rows(connection, lines, "temp.sqlite_schema", "rowid, *");
        rows(connection, lines, "main.sqlite_schema", "sql");
        for (Table table : schema.tables) {
            rows(
                    connection,
                    lines,
                    table.qualified(),
                    table.rowid().map(rowid -> rowid + ", ").orElse("") + "*");
        }
        if (schema.tables.stream().anyMatch(table -> table.autoincrement)) {
            rows(connection, lines, "main.sqlite_sequence", "rowid, *");
        }
        return new State(open, List.copyOf(lines));
    }

    private static void rows(SQLiteConnection connection, List<String> lines, String table, String columns)
            throws SQLException {
        try {
            for (List<Value> row : Query.rows(connection, "SELECT " + columns + " FROM " + table)) {
                lines.add(table + " " + row);
            }
        } catch (SQLException e) {
            lines.add(table + " " + e.getMessage());
        }
    }

    /** Returns the schema of the main database in its own words. */
    static String schemaText(SQLiteConnection connection) throws SQLException {
        return Query.rows(connection, "SELECT type, name, sql FROM main.sqlite_schema ORDER BY rowid")
                .toString();
    }

    /** BEGIN fails exactly inside a transaction; one that reads and writes nothing leaves nothing when it is committed. */
    static boolean isOpen(SQLiteConnection connection) {
        try {
            connection.getDatabase()._exec("BEGIN; COMMIT");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    /** Returns the lines that only one of two states has. */
    List<String> differences(State other) {
        List<String> differences = new ArrayList<>();
        lines.stream().filter(line -> !other.lines.contains(line)).forEach(line -> differences.add("bare " + line));
        other.lines.stream().filter(line -> !lines.contains(line)).forEach(line -> differences.add("referent " + line));
        if (differences.isEmpty() && !lines.equals(other.lines)) {
            differences.add("the same rows in another order, or another number of equal ones");
        }
        return differences;
    }
}
