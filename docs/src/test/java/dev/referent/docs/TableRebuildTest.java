package dev.referent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.MigrationScope;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the README's table rebuild on the driver and on Referent, and compares what is left with what the README says. */
final class TableRebuildTest {
    private static final int BOOKS = 3;

    @TempDir
    private Path folder;

    // snippet: rebuild
    static void rebuild(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA foreign_keys = OFF"); // has no effect in a transaction
            statement.execute("CREATE TABLE author_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
            statement.execute("INSERT INTO author_new SELECT id, name FROM author");
            statement.execute("DROP TABLE author"); // deletes its rows, and by the cascade every book
            statement.execute("ALTER TABLE author_new RENAME TO author");
            connection.commit();
        }
    }
    // end

    /** A way to run the rebuild in a database. */
    @FunctionalInterface
    private interface Run {
        /** Runs it. */
        void on(String url) throws SQLException;
    }

    @Test
    void emptiesTheChildTableOnTheDriverAloneAsTheReadmeSays() throws Exception {
        List<String> lines = List.of(
                "the driver:      " + outcome("driver.db", TableRebuildTest::onTheDriver),
                "Referent:        " + outcome("referent.db", TableRebuildTest::onReferent),
                "MigrationScope:  " + outcome("scope.db", TableRebuildTest::inAScope));

        assertThat(lines)
                .containsExactlyElementsOf(Page.output("rebuild").lines().toList());
    }

    private static void onTheDriver(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + "?foreign_keys=on")) {
            rebuild(connection);
        }
    }

    private static void onReferent(String url) throws SQLException {
        try (Connection connection = EnforcedDataSource.open(url).getConnection()) {
            rebuild(connection);
        }
    }

    private static void inAScope(String url) throws SQLException {
        MigrationScope.run(EnforcedDataSource.open(url), migrating -> {
            try (Connection connection = migrating.getConnection()) {
                rebuild(connection);
            }
        });
    }

    private String outcome(String file, Run run) throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve(file);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT)");
            statement.executeUpdate("CREATE TABLE book (id INTEGER PRIMARY KEY,"
                    + " author_id INTEGER CONSTRAINT book_author_fk REFERENCES author ON DELETE CASCADE)");
            statement.executeUpdate("INSERT INTO author VALUES (1, 'Ada'), (2, 'Bob')");
            statement.executeUpdate("INSERT INTO book VALUES (1, 1), (2, 1), (3, 2)");
        }
        return said(url, run) + "; " + books(url) + " of " + BOOKS + " books left";
    }

    private static String said(String url, Run run) {
        try {
            run.on(url);
            return "done";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static int books(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM book")) {
            return count.getInt(1);
        }
    }
}
