package dev.referent.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.Sql;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** Wherever it is interrupted, work that is to be rolled back leaves nothing behind. */
final class RolledBackTest {
    /** The work runs on a connection on which something is open or set already. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "PRAGMA defer_foreign_keys=ON",
                "PRAGMA writable_schema=ON",
                "BEGIN",
                "BEGIN; INSERT INTO t VALUES (1)",
                "SAVEPOINT mine; INSERT INTO d VALUES (7)",
                "BEGIN; PRAGMA defer_foreign_keys=ON; INSERT INTO c VALUES (7)",
            })
    void leavesTheConnectionAsItWasWhereverItIsInterrupted(String before) throws SQLException {
        List<String> expected = observed(before, new Interruption(Integer.MAX_VALUE));
        int after = 0;
        Interruption interruption;
        do {
            interruption = new Interruption(after++);
            List<String> observed = observed(before, interruption);
            if (!observed.contains("lost")) {
                assertThat(observed).as("interruption %d", after).isEqualTo(expected);
            }
        } while (interruption.isOver());
        assertThat(after).isGreaterThan(100);
    }

    @Test
    void isDoneWhileTheDriverKeepsAGeneratedKey() throws SQLException {
        try (SQLiteConnection connection =
                        DriverManager.getConnection("jdbc:sqlite::memory:").unwrap(SQLiteConnection.class);
                Statement insert = connection.createStatement()) {
            insert.executeUpdate("CREATE TABLE t (x)");
            insert.executeUpdate("INSERT INTO t VALUES (1)");
            RolledBack.run(connection, () -> {
                Enforcement.execute(connection, "INSERT INTO t VALUES (2)");
                connection.getDatabase().interrupt();
                return true;
            });

            assertThat(connection.isClosed()).isFalse();
            assertThat(Sql.read(connection, "SELECT group_concat(x) FROM t")).isEqualTo("1");
        }
    }

    private static List<String> observed(String before, Interruption interruption) throws SQLException {
        try (SQLiteConnection connection = DriverManager.getConnection("jdbc:sqlite::memory:?foreign_keys=on")
                .unwrap(SQLiteConnection.class)) {
            Enforcement.execute(
                    connection,
                    "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (pid REFERENCES p); CREATE TABLE t (x);"
                            + "CREATE TABLE d (pid REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
            Enforcement.execute(connection, before);
            Enforcement.execute(connection, "DELETE FROM t WHERE 0"); // changes() is 0, as after a failure
            ProgressHandler.setHandler(connection, 1, interruption);
            List<String> observed = new ArrayList<>();
            try {
                RolledBack.run(connection, () -> workAndNestedWork(connection));
            } catch (RolledBack.TransactionLostException e) {
                observed.add("lost");
            } catch (SQLException e) {
                // it was interrupted before or after
            }
            ProgressHandler.clearHandler(connection);
            look(connection, observed);
            return observed;
        }
    }

    private static boolean workAndNestedWork(SQLiteConnection connection) throws SQLException {
        Enforcement.execute(connection, "INSERT INTO t VALUES (2), (3)");
        try {
            RolledBack.run(connection, () -> {
                Enforcement.execute(connection, "PRAGMA defer_foreign_keys=ON; INSERT INTO c VALUES (8)");
                return true;
            });
        } catch (RolledBack.TransactionLostException e) {
            throw e;
        } catch (SQLException e) {
            // the outer work goes on
        }
        Enforcement.execute(connection, "INSERT INTO t VALUES (4)");
        return true;
    }

    private static void look(SQLiteConnection connection, List<String> observed) throws SQLException {
        observed.add("closed " + connection.isClosed());
        observed.add("in a transaction " + OpenTransaction.in(connection));
        observed.add("numbers " + Sql.read(connection, "SELECT last_insert_rowid() || ' ' || changes()"));
        for (String pragma : List.of("foreign_keys", "defer_foreign_keys", "writable_schema")) {
            observed.add(pragma + " " + Query.number(connection, "PRAGMA " + pragma));
        }
        for (String end : List.of("ROLLBACK TO mine", "COMMIT", "ROLLBACK")) {
            for (String table : List.of("t", "c", "d")) {
                observed.add(table + " "
                        + Sql.read(connection, "SELECT group_concat(" + columns(table) + ") FROM " + table));
            }
            observed.add(end + outcome(connection, end));
        }
    }

    private static String columns(String table) {
        return table.equals("t") ? "x" : "pid";
    }

    private static String outcome(SQLiteConnection connection, String sql) {
        try {
            Enforcement.execute(connection, sql);
            return " returns";
        } catch (SQLException e) {
            return " fails: " + e.getMessage();
        }
    }
}
