package dev.referent.jdbc.storm;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parents 1 to 9, and child tables whose keys are immediate, deferred, RESTRICT and CASCADE; one has a trigger. */
final class StormDatabase {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE %1$sp(id INTEGER PRIMARY KEY, n)",
            "CREATE TABLE %1$sc(id INTEGER PRIMARY KEY, pid REFERENCES p)",
            "CREATE TABLE %1$sd(id INTEGER PRIMARY KEY, pid INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
            "CREATE TABLE %1$sr(id INTEGER PRIMARY KEY, pid INTEGER REFERENCES p ON DELETE RESTRICT)",
            "CREATE TABLE %1$sq(id INTEGER PRIMARY KEY REFERENCES p ON DELETE CASCADE)",
            "CREATE TABLE %1$ss(qid INTEGER REFERENCES q)",
            "CREATE TABLE %1$sg(id INTEGER PRIMARY KEY, pid)",
            "CREATE TABLE %1$se(id INTEGER PRIMARY KEY, pid INTEGER REFERENCES p)",
            "CREATE TRIGGER %1$sg_e AFTER INSERT ON g BEGIN INSERT INTO e VALUES (NEW.id, NEW.pid); END",
            "INSERT INTO %1$sp SELECT value, 0 FROM (WITH RECURSIVE n(value) AS"
                    + " (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 9) SELECT value FROM n)",
            "INSERT INTO %1$sc VALUES (1, 1)",
            "INSERT INTO %1$sr VALUES (2, 2)",
            "INSERT INTO %1$sq VALUES (3)",
            "INSERT INTO %1$ss VALUES (3)");

    private static final int LAST_OF_OURS = 1_000;

    private StormDatabase() {}

    /** Writes the tables into a new file. */
    static void create(Path file, boolean wal) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            execute(connection, "PRAGMA journal_mode=" + (wal ? "WAL" : "DELETE"));
            create(connection, "");
        }
    }

    /** Makes the tables of one database of a connection; the prefix is its name with a dot. */
    static void create(Connection connection, String prefix) throws SQLException {
        for (String table : TABLES) {
            execute(connection, table.formatted(prefix));
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns what is wrong in the main and the attached database, apart from the rows that a ledger knows of. */
    static List<String> faults(Connection connection, boolean attached) throws SQLException {
        List<String> faults = new ArrayList<>();
        for (String orphan : column(connection, "SELECT \"table\" || ' ' || rowid FROM pragma_foreign_key_check")) {
            faults.add("orphan row " + orphan);
        }
        for (String schema : attached ? List.of("main", "o") : List.of("main")) {
            column(connection, "PRAGMA " + schema + ".integrity_check").stream()
                    .filter(line -> !line.equals("ok"))
                    .forEach(faults::add);
            String half = "SELECT id FROM %1$s.g EXCEPT SELECT id FROM %1$s.e".formatted(schema);
            column(connection, half).forEach(id -> faults.add("half a trigger's work: row " + id));
        }
        return faults;
    }

    /** Returns the ids of the rows that the storm has written. */
    static Set<Long> stored(Connection connection, boolean attached) throws SQLException {
        Set<Long> ids = new HashSet<>();
        for (String schema : attached ? List.of("main", "o") : List.of("main")) {
            for (String table : List.of("c", "d", "g")) {
                String query = "SELECT id FROM " + schema + "." + table + " WHERE id > " + LAST_OF_OURS;
                column(connection, query).forEach(id -> ids.add(Long.valueOf(id)));
            }
        }
        return ids;
    }

    static List<String> column(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
