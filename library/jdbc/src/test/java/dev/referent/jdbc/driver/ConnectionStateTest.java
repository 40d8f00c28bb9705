package dev.referent.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** What an application has set up on its connection, or is in the midst of, survives an explanation. */
final class ConnectionStateTest {
    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
                CREATE TABLE c (id INTEGER PRIMARY KEY AUTOINCREMENT, x INT CONSTRAINT c_fk REFERENCES p);
                CREATE TABLE r (x INT REFERENCES p ON DELETE RESTRICT);
                INSERT INTO p (name) VALUES ('a'), ('b'), ('c'), ('d');
                INSERT INTO c (x) VALUES (1), (2);
                INSERT INTO r VALUES (3);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @Test
    void theApplicationsProgressHandlerStays() throws SQLException {
        Connection connection = databases.enforced();
        AtomicInteger calls = new AtomicInteger();
        ProgressHandler.setHandler(connection.unwrap(SQLiteConnection.class), 1, new ProgressHandler() {
            @Override
            protected int progress() {
                calls.incrementAndGet();
                return 0;
            }
        });

        assertThat(PairedDatabases.complete(databases.violation("INSERT INTO c (x) VALUES (99)")))
                .hasSize(1);
        int before = calls.get();
        Sql.read(connection, "SELECT count(*) FROM p, c");

        assertThat(calls.get()).isGreaterThan(before);
    }

    @Test
    void noProgressHandlerOfReferentsIsLeft() throws SQLException {
        SQLiteConnection sqlite = databases.enforced().unwrap(SQLiteConnection.class);

        databases.violation("INSERT INTO c (x) VALUES (99)");

        assertThat(DriverState.hasProgressHandler(sqlite)).hasValue(false);
    }

    @Test
    void theApplicationsListenersStay() throws SQLException {
        SQLiteConnection sqlite = databases.enforced().unwrap(SQLiteConnection.class);
        List<String> reported = new ArrayList<>();
        sqlite.addUpdateListener((type, database, table, rowId) -> reported.add(type + " " + table + " " + rowId));
        sqlite.addCommitListener(new SQLiteCommitListener() {
            @Override
            public void onCommit() {
                reported.add("commit");
            }

            @Override
            public void onRollback() {}
        });
        databases.violation("INSERT INTO c (x) VALUES (99)");
        assertThat(reported).doesNotContain("commit");
        reported.clear();

        databases.run("INSERT INTO c (x) VALUES (3)");

        assertThat(reported).containsExactlyInAnyOrder("INSERT c 3", "commit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO c (x) VALUES (99)",
                "UPDATE c SET x = 99",
                "UPDATE p SET id = id + 50",
                "DELETE FROM p WHERE id = 1",
                "DELETE FROM p WHERE id = 3",
                "REPLACE INTO c VALUES (2, 99)",
                "DROP TABLE p",
            })
    void openResultSetsOfOtherStatementsGoOn(String sql) throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            Connection connection = databases.enforced();
            connection.setAutoCommit(autoCommit);
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT name FROM p ORDER BY id");
                    PreparedStatement prepared = connection.prepareStatement("SELECT x FROM c WHERE id >= ?")) {
                prepared.setInt(1, 1);
                try (ResultSet others = prepared.executeQuery()) {
                    assertThat(rows.next() && others.next()).isTrue();
                    assertThatThrownBy(() -> Sql.run(connection, sql)).isInstanceOf(SQLException.class);
                    assertThat(rest(rows)).containsExactly("b", "c", "d");
                    assertThat(rest(others)).containsExactly("2");
                }
            }
        }
        databases.enforced().rollback();
    }

    private static List<String> rest(ResultSet rows) throws SQLException {
        List<String> rest = new ArrayList<>();
        while (rows.next()) {
            rest.add(rows.getString(1));
        }
        return rest;
    }

    @Test
    void countersAndNumbersAreAsWithTheDriver() throws SQLException {
        databases.run("BEGIN", "INSERT INTO p (name) VALUES ('e')", "UPDATE p SET name = 'x' WHERE id < 4");
        databases.violation("INSERT INTO c (x) VALUES (1), (99)");
        databases.violation("DELETE FROM p");
        databases.violation("DELETE FROM p WHERE id = 3");
        databases.run("INSERT INTO c (x) VALUES (5)", "COMMIT");

        databases.assertSame();
        assertThat(Sql.read(databases.enforced(), "SELECT seq FROM sqlite_sequence WHERE name = 'c'"))
                .isEqualTo("3");
    }

    @Test
    void nestedSavepointsStayWhereTheyWere() throws SQLException {
        databases.run("SAVEPOINT a", "INSERT INTO p VALUES (50, 'a')", "SAVEPOINT b", "INSERT INTO p VALUES (51, 'b')");
        databases.violation("INSERT INTO c (x) VALUES (99)");
        databases.run("ROLLBACK TO b", "INSERT INTO p VALUES (52, 'c')", "RELEASE b", "RELEASE a");

        assertThat(Sql.read(databases.enforced(), "SELECT group_concat(id) FROM p WHERE id >= 50"))
                .isEqualTo("50,52");
        databases.assertSame();
    }

    @Test
    void pragmasAreAsTheyWere() throws SQLException {
        String pragmas = "SELECT * FROM pragma_busy_timeout, pragma_recursive_triggers, pragma_writable_schema,"
                + " pragma_query_only, pragma_ignore_check_constraints, pragma_journal_mode, pragma_synchronous,"
                + " pragma_user_version, pragma_schema_version, pragma_reverse_unordered_selects";
        Connection connection = databases.enforced();
        Sql.run(connection, "PRAGMA busy_timeout = 60000", "PRAGMA recursive_triggers = ON");
        String before = row(connection, pragmas);

        databases.violation("INSERT INTO c (x) VALUES (99)");
        databases.violation("DELETE FROM p WHERE id = 3");

        assertThat(row(connection, pragmas)).isEqualTo(before).startsWith("60000");
    }

    private static String row(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            StringBuilder text = new StringBuilder();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                text.append(row.getString(column)).append(' ');
            }
            return text.toString();
        }
    }
}
