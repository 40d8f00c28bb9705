package dev.referent.jdbc.differential;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConnection;

/** What a connection sees of its databases, its own uncommitted changes included. */
final class Snapshot {
    private static final String TEMPORARY =
            "SELECT type, sql FROM temp.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'";

    /** The main database's file. */
    final byte[] main;

    /** The attached database's file; empty if there is none. */
    final byte[] attached;

    /** The statements that make the temporary objects and their rows. */
    final List<String> temporary;

    private Snapshot(byte[] main, byte[] attached, List<String> temporary) {
        this.main = main;
        this.attached = attached;
        this.temporary = List.copyOf(temporary);
    }

    static Snapshot of(SQLiteConnection connection, Schema schema) throws SQLException {
        return new Snapshot(
                outsideWal(connection.serialize("main")),
                schema.has("aux") ? connection.serialize("aux") : new byte[0],
                temporary(connection, schema));
    }

    /** A copy in memory has no WAL: bytes 18 and 19 of a file tell whether it has one (sqlite.org/fileformat2.html). */
    private static byte[] outsideWal(byte[] file) {
        if (file.length > 19) {
            file[18] = 1;
            file[19] = 1;
        }
        return file;
    }

    private static List<String> temporary(SQLiteConnection connection, Schema schema) throws SQLException {
        List<String> statements = new ArrayList<>();
        List<String> triggers = new ArrayList<>();
        for (List<Value> row : Query.rows(connection, TEMPORARY)) {
            String type = row.get(0).text();
            String text = row.get(1).text();
            if (type.equals("table")) {
                statements.add(text.replaceFirst("CREATE TABLE", "CREATE TEMP TABLE"));
            } else if (type.equals("trigger")) {
                triggers.add(text.replaceFirst("CREATE TRIGGER", "CREATE TEMP TRIGGER"));
            }
        }
        for (Table table : schema.in("temp")) {
            String columns = String.join(
                    ", ", table.settable().stream().map(Column::quoted).toList());
            String all = table.rowid().map(rowid -> rowid + ", ").orElse("") + columns;
            for (List<Value> row : Query.rows(connection, "SELECT " + all + " FROM " + table.qualified())) {
                String values =
                        String.join(", ", row.stream().map(Value::literal).toList());
                statements.add("INSERT INTO " + table.qualified() + " (" + all + ") VALUES (" + values + ")");
            }
        }
        statements.addAll(sequences(connection, schema));
        statements.addAll(triggers);
        return statements;
    }

    /** What AUTOINCREMENT goes on from, also where the rows are gone. */
    private static List<String> sequences(SQLiteConnection connection, Schema schema) throws SQLException {
        List<String> statements = new ArrayList<>();
        if (schema.in("temp").stream().anyMatch(table -> table.autoincrement)) {
            statements.add("DELETE FROM temp.sqlite_sequence");
            for (List<Value> row : Query.rows(connection, "SELECT name, seq FROM temp.sqlite_sequence")) {
                statements.add("INSERT INTO temp.sqlite_sequence (name, seq) VALUES ("
                        + row.get(0).literal() + ", " + row.get(1).literal() + ")");
            }
        }
        return statements;
    }
}
