package dev.referent.jdbc.explain;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no failed write is left to the driver, and so are the small things around one. */
final class HarmlessToQueriesTest {
    private static final String MISMATCHED =
            """
            CREATE TABLE mp (id INT);
            CREATE TABLE mc (x INT REFERENCES mp (id));
            CREATE TABLE gone (x INT REFERENCES nowhere);
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA foreign_key_check",
                "PRAGMA foreign_key_check(mc)",
                "PRAGMA main.foreign_key_check('mc')",
                "SELECT * FROM pragma_foreign_key_check('mc')",
                "SELECT * FROM pragma_foreign_key_check",
                "WITH x AS (SELECT * FROM pragma_foreign_key_check('mc')) SELECT * FROM x",
                "VALUES ((SELECT count(*) FROM pragma_foreign_key_check('mc')))",
                "EXPLAIN INSERT INTO mc VALUES (1)",
                "EXPLAIN QUERY PLAN INSERT INTO mc VALUES (1)",
                "/* */ EXPLAIN QUERY PLAN DELETE FROM mp",
                "explain update mp set id = 1",
                "CREATE TABLE copy AS SELECT * FROM pragma_foreign_key_check('mc')",
                "SELECT 'foreign key mismatch' FROM none",
                "SELECT * FROM gone, nowhere",
            })
    void whatIsNoWriteEndsInTheDriversOwnException(String sql) throws Exception {
        DriverComparison.assertSame(folder, side -> {
            side.run(MISMATCHED, "INSERT INTO mp VALUES (1)");
            for (boolean autoCommit : new boolean[] {true, false}) {
                side.connection().setAutoCommit(autoCommit);
                List<Throwable> failures = new ArrayList<>();
                failures.add(failure(() -> executed(side.connection(), sql)));
                failures.add(failure(() -> queried(side.connection(), sql)));
                failures.add(failure(() -> prepared(side.connection(), sql)));
                failures.forEach(failure ->
                        side.see(failure == null ? "none" : failure.getClass() + " " + failure.getMessage()));
                if (!autoCommit) {
                    side.connection().rollback();
                }
            }
            side.connection().setAutoCommit(true);
            side.run("DROP TABLE mc", "DROP TABLE gone");
        });
    }

    private static void queried(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }

    private static void prepared(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static @Nullable Throwable failure(DriverComparison.Step step) {
        try {
            step.run();
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO own VALUES (10); INSERT INTO own VALUES (11)",
                // SQLite takes a vertical tab for a space only after another one
                "INSERT INTO own VALUES (10)\u000B; INSERT INTO own VALUES (11)",
                "INSERT INTO own VALUES (10) \u000B; INSERT INTO own VALUES (11)",
                "DELETE FROM own\u000B; SELECT 1",
                "INSERT INTO own VALUES (10, (:a;); SELECT 1",
                "COMMIT\u000B;SELECT 1",
                "COMMIT /* ; */;SELECT 1",
                ";;INSERT INTO own VALUES (10);; SELECT 1; INSERT INTO own VALUES (11)",
                "/* */ INSERT INTO own VALUES (10); INSERT INTO own VALUES (11)",
                "\uFEFFINSERT INTO own VALUES (10); INSERT INTO own VALUES (11)",
                "INSERT INTO own VALUES (10); CREATE TRIGGER t AFTER INSERT ON own BEGIN SELECT 1; END\u000B; SELECT 1",
            })
    void aStringOfSeveralStatementsEndsAsWithTheDriver(String sql) throws Exception {
        DriverComparison.assertSame(folder, side -> {
            side.run("CREATE TABLE own (id INTEGER PRIMARY KEY)", "INSERT INTO own VALUES (1)");
            for (boolean autoCommit : new boolean[] {true, false}) {
                side.connection().setAutoCommit(autoCommit);
                try (Statement statement = side.connection().createStatement()) {
                    Throwable failure = failure(() -> statement.executeUpdate(sql));
                    side.see(failure == null ? "none" : String.valueOf(failure.getMessage()));
                    ResultSet keys = statement.getGeneratedKeys();
                    side.see(keys.next() ? keys.getObject(1) : "no key");
                }
                if (!autoCommit) {
                    side.step("rollback", side.connection()::rollback);
                    side.step("autoCommit", () -> side.connection().setAutoCommit(true));
                }
                side.read("SELECT group_concat(id) FROM own");
                side.run("DELETE FROM own WHERE id > 1", "DROP TRIGGER IF EXISTS t");
            }
            side.run("DROP TABLE own");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSmallThingsAreAsWithTheDriver(boolean autoCommit) throws Exception {
        DriverComparison.assertSame(folder, side -> {
            Connection connection = side.connection();
            try (PreparedStatement prepared = connection.prepareStatement("INSERT INTO c VALUES (?)");
                    Statement statement = connection.createStatement()) {
                prepared.setInt(1, 1);
                side.see(prepared);
                side.step("executeUpdate(null)", () -> statement.executeUpdate(null));
                side.step("execute(null)", () -> statement.execute(null));
                side.step("addBatch(null)", () -> statement.addBatch(null));
                side.step("prepareStatement(null)", () -> connection.prepareStatement(null));
            }
            connection.setAutoCommit(autoCommit);
            side.run("WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
                    + " INSERT INTO d SELECT i FROM n");
            if (!autoCommit) {
                side.step("commit", connection::commit);
            }
            // total_changes() counts what an explanation re-runs and rolls back: nothing sets it
            side.read("SELECT changes(), last_insert_rowid()");
            if (!autoCommit) {
                connection.rollback();
            }
            Statement open = connection.createStatement();
            ResultSet rows = open.executeQuery("SELECT id FROM p");
            side.see(rows.next());
            open.cancel();
            side.step("close", open::close);
        });
    }

    private static void executed(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
