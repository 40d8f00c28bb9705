package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A WAL file with as many parents as children, each child with its own parent, and a table of 100,000 numbers, ten of which
 * are not the id of a parent.
 *
 * @param rows the number of parents, which is also the number of children; at least 1,000
 * @param kind how the child's column is declared
 */
record ParentChildDatabase(long rows, Kind kind) {
    /** How the child's column is declared. */
    enum Kind {
        INDEXED("indexed"),
        PLAIN("no index"),
        DEFERRED("no index, deferred");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Returns the name for the table of results. */
        String label() {
            return label;
        }
    }

    /** Creates the file and returns its URL. */
    String create(Path folder) throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve(kind + "-" + rows + ".sqlite")
                + "?journal_mode=WAL&synchronous=NORMAL&foreign_keys=";
        String deferred = kind == Kind.DEFERRED ? " DEFERRABLE INITIALLY DEFERRED" : "";
        try (Connection connection = DriverManager.getConnection(url + "off")) {
            connection.setAutoCommit(false);
            execute(connection, "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)");
            execute(
                    connection,
                    "CREATE TABLE child (id INTEGER PRIMARY KEY,"
                            + " parent_id INTEGER CONSTRAINT child_parent_fk REFERENCES parent (id)" + deferred
                            + ", name TEXT)");
            execute(connection, "CREATE TABLE source (id INTEGER)");
            execute(connection, numbers(rows) + "INSERT INTO parent SELECT i, 'parent ' || i FROM n");
            execute(connection, numbers(rows) + "INSERT INTO child SELECT i, i, 'child ' || i FROM n");
            String number = "CASE WHEN i % 10000 = 5000 THEN -i ELSE 1 + i % " + rows + " END";
            execute(connection, numbers(100_000) + "INSERT INTO source SELECT " + number + " FROM n");
            if (kind == Kind.INDEXED) {
                execute(connection, "CREATE INDEX child_parent ON child (parent_id)");
            }
            connection.commit();
        }
        return url + "on";
    }

    private static String numbers(long count) {
        return "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + count + ") ";
    }

    /** Executes an SQL string on a connection. */
    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
