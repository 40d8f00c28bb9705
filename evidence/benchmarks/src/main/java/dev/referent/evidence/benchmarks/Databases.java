package dev.referent.evidence.benchmarks;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.stream.Stream;

/** Database files for the measurements, and connections to them. */
final class Databases {
    private static final String PARAMETERS = "?foreign_keys=on&synchronous=NORMAL";

    private Databases() {}

    /** Opens connections to one file. */
    @FunctionalInterface
    interface Source {
        Connection open() throws SQLException;
    }

    static String url(Path file) {
        return "jdbc:sqlite:" + file + PARAMETERS;
    }

    static Source bare(Path file) {
        return () -> DriverManager.getConnection(url(file));
    }

    static Source referent(Path file) throws SQLException {
        return EnforcedDataSource.open(url(file))::getConnection;
    }

    /** Creates a WAL file with a parent table, a child table and a number of other tables, each with two foreign keys. */
    static Path create(Path folder, String name, int otherTables) throws SQLException {
        Path file = folder.resolve(name);
        try (Connection connection = bare(file).open()) {
            ParentChildDatabase.execute(connection, "PRAGMA journal_mode=WAL");
            connection.setAutoCommit(false);
            ParentChildDatabase.execute(connection, "CREATE TABLE parent (id INTEGER PRIMARY KEY)");
            ParentChildDatabase.execute(
                    connection,
                    "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id))");
            ParentChildDatabase.execute(connection, "INSERT INTO parent VALUES (1)");
            for (int i = 0; i < otherTables; i++) {
                ParentChildDatabase.execute(
                        connection,
                        "CREATE TABLE other" + i + " (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id),"
                                + " former INTEGER REFERENCES other" + Math.max(0, i - 1) + " (id))");
            }
            connection.commit();
        }
        return file;
    }

    /** Executes a statement that must fail, and returns the milliseconds that it took. */
    static double failing(Connection connection, String sql, ExplanationCount explanations) throws SQLException {
        long start = System.nanoTime();
        try {
            ParentChildDatabase.execute(connection, sql);
        } catch (SQLException failure) {
            double milliseconds = (System.nanoTime() - start) / 1e6;
            explanations.add(failure);
            return milliseconds;
        }
        throw new SQLException("accepted: " + sql);
    }

    /** Counts complete and undetermined explanations. */
    static final class ExplanationCount {
        private int explained;
        private int undetermined;

        void add(SQLException failure) {
            Throwable typed = failure;
            while (typed != null && !(typed instanceof ForeignKeyViolationSQLException)) {
                typed = typed.getCause();
            }
            if (typed instanceof ForeignKeyViolationSQLException violation) {
                if (violation.undetermined().isPresent()) {
                    undetermined++;
                } else {
                    explained++;
                }
            }
        }

        String text() {
            return undetermined == 0
                    ? "all explained"
                    : undetermined + " of " + (explained + undetermined) + " undetermined";
        }
    }

    /** Deletes a directory with its contents. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
