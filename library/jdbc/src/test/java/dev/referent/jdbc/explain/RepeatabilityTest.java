package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** A value that a re-run, or a second reading, may not have again is not reported. */
final class RepeatabilityTest {
    private Connection connection;
    private long next = 100;

    @BeforeEach
    void open() throws SQLException {
        connection = EnforcedDataSource.open("jdbc:sqlite::memory:")
                .explainingWithin(Duration.ofMinutes(1))
                .getConnection();
        Sql.run(
                connection,
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY);
                CREATE TABLE c (id INTEGER PRIMARY KEY, pid REFERENCES p, at TEXT);
                CREATE TABLE source (x);
                CREATE VIEW v AS SELECT nextval() AS x;
                CREATE VIEW outer_v AS SELECT x FROM v;
                CREATE TEMP VIEW w AS SELECT x FROM outer_v;
                CREATE VIEW exact AS SELECT strftime('%f', 'now') AS x;
                CREATE TABLE t (a); CREATE TRIGGER tt AFTER INSERT ON t BEGIN INSERT INTO c (pid) SELECT x FROM v; END;
                CREATE TABLE u (a); CREATE TEMP TRIGGER ut AFTER INSERT ON u BEGIN INSERT INTO c (pid) VALUES (nextval()); END;
                INSERT INTO p VALUES (1), (2), (3);
                INSERT INTO c (pid) VALUES (1);
                """);
        function("nextval", -1);
        function("regexp", 2);
        function("like", 2);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void function(String name, int arguments) throws SQLException {
        Function function = new Function() {
            @Override
            protected void xFunc() throws SQLException {
                result(++next);
            }
        };
        Function.create(connection.unwrap(SQLiteConnection.class), name, function, arguments, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO c (pid) VALUES (abs(random()) + 100)",
                "INSERT INTO c (pid) VALUES (last_insert_rowid() + 100)",
                "INSERT INTO c (pid) VALUES (\"changes\"() + 100)",
                "INSERT INTO c (pid) SELECT nextval()",
                "INSERT INTO c (pid) SELECT x FROM v",
                "INSERT INTO c (pid) SELECT x FROM w",
                "INSERT INTO c (pid) VALUES ((SELECT x FROM outer_v))",
                "INSERT INTO c (pid) SELECT 'a' REGEXP 'b'",
                "INSERT INTO c (pid) SELECT 'a' LIKE 'b'",
                "INSERT INTO c (pid) SELECT strftime('%f', 'now')",
                "INSERT INTO c (pid) SELECT unixepoch('subsec')",
                "INSERT INTO c (pid) SELECT julianday()",
                "INSERT INTO c (pid) SELECT julianday('NOW')",
                "INSERT INTO c (pid) SELECT x FROM exact",
                "INSERT INTO t VALUES (1)",
                "INSERT INTO u VALUES (1)",
                "DELETE FROM p WHERE id = 1 AND 'a' REGEXP 'b'",
                "DELETE FROM p WHERE id = 1 AND 5 NOT IN v",
                "DELETE FROM p WHERE id = 1 AND 5 < (SELECT x FROM v)",
            })
    void reportsNoValueThatMayBeAnotherOne(String sql) {
        ForeignKeyViolationSQLException violation = violation(sql);

        assertThat(violation.undetermined()).get().asString().contains("may return another value");
        assertThat(violation.reason()).contains(Reason.NOT_REPEATABLE);
        assertThat(violation.violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO c (pid) SELECT 99 WHERE julianday('2020-01-01') > 5",
                "INSERT INTO c (pid) SELECT 99 WHERE strftime('%f', '2020-01-01') < '5'",
                "INSERT INTO c (pid) SELECT 99 WHERE 'a' GLOB 'a'",
                "INSERT INTO c (pid) SELECT 99 WHERE '{}' -> '$' = '{}'",
                "INSERT INTO c (pid, at) VALUES (99, strftime('%f', 'now'))",
                "DELETE FROM c WHERE at = random(); INSERT INTO c (pid) SELECT 99",
                "UPDATE c SET pid = 99, at = julianday('now')",
            })
    void reportsAValueThatIsTheSameAgain(String sql) {
        assertThat(PairedDatabases.complete(violation(sql)))
                .containsExactly("c.pid = 99 has no matching p.id (foreign key c_pid_fkey)");
    }

    /** The clock shows the same second during nearly every explanation. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CURRENT_TIMESTAMP",
                "datetime('now', 'localtime')",
                "date()",
                "unixepoch()",
                "(SELECT strftime('%Y %j', 'now'))"
            })
    void reportsWhatDependsOnTheSecond(String now) throws SQLException {
        Sql.run(
                connection,
                "CREATE TRIGGER stamp AFTER INSERT ON c BEGIN UPDATE c SET at = " + now + " WHERE id = new.id; END");
        ForeignKeyViolationSQLException violation = violation("INSERT INTO c (pid) VALUES (99)");
        for (int attempt = 0; violation.undetermined().isPresent() && attempt < 5; attempt++) {
            violation = violation("INSERT INTO c (pid) VALUES (99)");
        }

        assertThat(PairedDatabases.complete(violation))
                .containsExactly("c.pid = 99 has no matching p.id (foreign key c_pid_fkey)");
    }

    /** A time that reaches no key, no condition and no constraint. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE c SET at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = new.id",
                "UPDATE c SET at = (julianday('now') - 2440587.5) * 86400.0, pid = new.pid WHERE id = new.id",
                "INSERT INTO source (x) VALUES (julianday()), (unixepoch('subsec'))",
                "INSERT INTO c (id, at) VALUES (1, julianday('now')) ON CONFLICT (id) DO UPDATE SET at = julianday('now')",
            })
    void reportsWhatNoAssignedTimeReaches(String body) throws SQLException {
        Sql.run(connection, "CREATE TRIGGER stamp AFTER UPDATE OF pid, at ON c BEGIN " + body + "; END");

        assertThat(PairedDatabases.complete(violation("UPDATE c SET pid = 99")))
                .containsExactly("c.pid = 99 has no matching p.id (foreign key c_pid_fkey)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON c (at)",
                "CREATE TABLE d (x REFERENCES p, at UNIQUE)",
                "CREATE TABLE d (at, CHECK (at > 5))",
                "CREATE TABLE d (at, g AS (at + 1))",
                "CREATE TRIGGER other AFTER UPDATE ON c WHEN new.at > 5 BEGIN SELECT 1; END",
                "CREATE TRIGGER other AFTER UPDATE ON c BEGIN INSERT INTO source SELECT 1 FROM c WHERE at > 5; END",
                "CREATE TRIGGER other AFTER UPDATE ON c BEGIN DELETE FROM t WHERE (1, 2, 3) IN (SELECT * FROM c); END",
            })
    void reportsNothingWhereAnAssignedTimeMatters(String use) throws SQLException {
        Sql.run(
                connection,
                "CREATE TRIGGER stamp AFTER UPDATE OF pid ON c BEGIN"
                        + " UPDATE c SET at = strftime('%f', 'now') WHERE id = new.id; END",
                use);

        assertThat(violation("UPDATE c SET pid = 99").reason()).contains(Reason.NOT_REPEATABLE);
    }

    @Test
    void readsTheBoundTime() throws SQLException {
        for (String value : List.of("2020-01-01", "now", "NOW")) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO c (pid) SELECT 99 WHERE julianday(?) > 5 AND strftime('%Y', ?) > '1'")) {
                insert.setString(1, value);
                insert.setString(2, "2020-01-01");
                ForeignKeyViolationSQLException violation =
                        catchThrowableOfType(ForeignKeyViolationSQLException.class, insert::executeUpdate);

                assertThat(violation.undetermined().isPresent()).isEqualTo(!value.startsWith("2"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO random (pid) SELECT 99",
                "INSERT INTO main.random (pid) SELECT 99 WHERE '%f %J' <> strftime('%j %H', '2020-01-01')",
            })
    void takesNoNameOfATableForACall(String sql) throws SQLException {
        Sql.run(connection, "CREATE TABLE random (pid REFERENCES p)");

        assertThat(PairedDatabases.complete(violation(sql)))
                .containsExactly("random.pid = 99 has no matching p.id (foreign key random_pid_fkey)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO c (pid) SELECT CURRENT_TIMESTAMP WHERE slow()",
                "DELETE FROM p WHERE id = 1 AND slow() AND date('now') > '2000'",
            })
    void reportsNothingOfAnotherSecond(String sql) throws SQLException {
        Function slow = new Function() {
            @Override
            protected void xFunc() throws SQLException {
                try {
                    Thread.sleep(1_100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                result(1);
            }
        };
        Function.create(connection.unwrap(SQLiteConnection.class), "slow", slow, 0, Function.FLAG_DETERMINISTIC);

        ForeignKeyViolationSQLException violation = violation(sql);

        assertThat(violation.reason()).contains(Reason.NOT_REPEATABLE);
        assertThat(violation.violations()).isEmpty();
    }

    /** Behind the greatest rowid SQLite chooses one at random. */
    @Test
    void reportsNoRandomRowId() throws SQLException {
        Sql.run(
                connection,
                "INSERT INTO p VALUES (9223372036854775807)",
                "CREATE TABLE d (id INTEGER PRIMARY KEY REFERENCES p, n)",
                "INSERT INTO d VALUES (9223372036854775807, 1)");

        assertThat(violation("INSERT INTO d (n) VALUES (2)").reason()).contains(Reason.NOT_REPEATABLE);
        assertThat(PairedDatabases.complete(violation("INSERT INTO d VALUES (7, 2)")))
                .containsExactly("d.id = 7 has no matching p.id (foreign key d_id_fkey)");
    }

    /** This PRAGMA replaces LIKE by a function that is not declared deterministic. */
    @Test
    void knowsTheCaseSensitiveLike() throws SQLException {
        try (Connection other = EnforcedDataSource.open("jdbc:sqlite::memory:")
                .explainingWithin(Duration.ofMinutes(1))
                .getConnection()) {
            Sql.run(
                    other,
                    "PRAGMA case_sensitive_like=ON",
                    "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE c (pid REFERENCES p)");
            ForeignKeyViolationSQLException violation = catchThrowableOfType(
                    ForeignKeyViolationSQLException.class,
                    () -> Sql.run(other, "INSERT INTO c SELECT 99 WHERE 'a' LIKE 'a'"));

            assertThat(PairedDatabases.complete(violation)).hasSize(1);
        }
    }

    private ForeignKeyViolationSQLException violation(String sql) {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, sql));
    }
}
