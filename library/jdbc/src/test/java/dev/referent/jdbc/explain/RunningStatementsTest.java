package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** A re-run ends no other running statement of the connection, of Referent or of the driver. */
final class RunningStatementsTest {
    /** Fails, and needs a re-run. */
    private static final String FAILING = "INSERT INTO c SELECT x FROM s";

    private static final String OPEN_ROWS = "rows of a query are open";

    @TempDir
    private Path folder;

    private Connection bare;
    private Connection connection;
    private Connection other;

    @BeforeEach
    void open() throws SQLException {
        bare = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db"))
                .getConnection()
                .unwrap(SQLiteConnection.class);
        EnforcedDataSource source = EnforcedDataSource.wrap(new SingleConnectionDataSource(bare, true))
                .explainingWithin(Duration.ofMinutes(1));
        connection = source.getConnection();
        other = source.getConnection();
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY, n); CREATE INDEX p_n ON p (n); INSERT INTO p (id) VALUES (1), (2);"
                        + "CREATE TABLE c (pid CONSTRAINT cp REFERENCES p); CREATE TABLE log (x);"
                        + "CREATE TABLE s (x); INSERT INTO s VALUES (1), (9)");
    }

    @AfterEach
    void close() throws SQLException {
        bare.close();
    }

    private ForeignKeyViolationSQLException violation() {
        return violation(connection);
    }

    private static ForeignKeyViolationSQLException violation(Connection failing) {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(failing, FAILING));
    }

    /** Reads rows of which the first one has been read. */
    private static List<String> rest(ResultSet rows) throws SQLException {
        List<String> rest = new ArrayList<>();
        while (rows.next()) {
            rest.add(rows.getString(1));
        }
        return rest;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            SELECT id FROM p UNION ALL SELECT x FROM s                                   | 2, 1, 9
            SELECT CASE WHEN id > 1 THEN (SELECT count(*) FROM s) ELSE id END FROM p     | 2
            SELECT coalesce((SELECT max(x) FROM s WHERE s.x >= p.id), id) FROM p         | 9
            """)
    void aQueryIsReadToItsEnd(String query, String rest) throws SQLException {
        for (Connection reading : List.of(connection, other, bare)) {
            for (boolean autoCommit : new boolean[] {true, false}) {
                bare.setAutoCommit(autoCommit);
                Sql.run(connection, "CREATE TABLE new_" + autoCommit + " (x)");
                try (Statement statement = reading.createStatement();
                        ResultSet rows = statement.executeQuery(query)) {
                    rows.next();

                    assertThat(violation().undetermined().toString()).contains(OPEN_ROWS);

                    assertThat(String.join(", ", rest(rows))).isEqualTo(rest);
                }
                assertThat(PairedDatabases.complete(violation()))
                        .containsExactly("c.pid = 9 has no matching p.id (foreign key cp)");
                Sql.run(connection, "DROP TABLE new_" + autoCommit);
            }
            bare.setAutoCommit(true);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM p",
                "SELECT id FROM p WHERE id > 0 AND n IS NULL",
                "SELECT id FROM p LIMIT 5",
                "SELECT id FROM p INDEXED BY p_n WHERE n IS NULL",
                "SELECT id, n FROM p WHERE n IS NULL ORDER BY id"
            })
    void aScanGoesOnBesideARerun(String query) throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db"))
                .explainingWithin(Duration.ofMinutes(1));
        try (Connection alone = source.getConnection()) {
            for (boolean autoCommit : new boolean[] {true, false}) {
                alone.setAutoCommit(autoCommit);
                try (PreparedStatement statement = alone.prepareStatement(query);
                        ResultSet rows = statement.executeQuery()) {
                    rows.next();

                    assertThat(PairedDatabases.complete(violation(alone))).hasSize(1);

                    assertThat(rest(rows)).containsExactly("2");
                }
            }
        }
    }

    /** What SQLite compiled when the query began is not what it would compile now, or the rollback ends the query at once. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PRAGMA optimize(0x10002) | SELECT id FROM p",
                "PRAGMA schema_version=500 | SELECT id FROM p",
                "CREATE TABLE more (x) | SELECT id FROM p",
                "DROP VIEW seen; CREATE VIEW seen AS SELECT id, n AS x FROM p | SELECT id, x FROM seen"
            })
    void aQueryIsReadToItsEndAfterAnyChangeOfTheSchema(String change, String query) throws SQLException {
        Sql.run(connection, "CREATE VIEW seen AS SELECT id, (SELECT count(*) FROM s WHERE x < p.id) AS x FROM p");
        for (Connection changing : List.of(connection, other, bare)) {
            for (boolean before : new boolean[] {true, false}) {
                bare.setAutoCommit(false);
                if (before) {
                    Sql.run(changing, change);
                }
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery(query)) {
                    rows.next();
                    if (!before) {
                        Sql.run(changing, change);
                    }

                    assertThat((Throwable) violation()).isNotNull();

                    assertThat(rest(rows)).containsExactly("2");
                }
                bare.rollback();
            }
        }
    }

    @Test
    void aPragmaWithOpenRowsIsNotExecutedAgain() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA busy_timeout=5")) {
            rows.next();
            Sql.run(connection, "PRAGMA busy_timeout=6");

            assertThat(violation().undetermined()).isPresent();

            assertThat(Sql.read(connection, "PRAGMA busy_timeout")).isEqualTo("6");
        }
    }

    @Test
    void aWriteIsFinished() throws SQLException {
        for (Connection writing : List.of(other, bare)) {
            try (Statement statement = writing.createStatement();
                    ResultSet rows = statement.executeQuery("INSERT INTO p (id) VALUES (5), (6) RETURNING id")) {
                rows.next();

                assertThat(violation().undetermined()).isPresent();

                assertThat(rest(rows)).containsExactly("6");
            }
            assertThat(Sql.read(bare, "SELECT count(*) FROM p")).isEqualTo("4");
            Sql.run(connection, "DELETE FROM p WHERE id > 4");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO log SELECT tryadd(x) FROM s | 1,0",
                "UPDATE s SET x = tryadd(9)              | ",
            })
    void aWriteGoesOnWhoseFunctionExecutesAStatementThatFails(String sql, String logged) throws SQLException {
        Function.create(bare, "tryadd", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                try {
                    Sql.run(connection, "INSERT INTO c SELECT " + value_int(0));
                    result(1);
                } catch (ForeignKeyViolationSQLException e) {
                    assertThat(e.undetermined()).isPresent();
                    result(0);
                }
            }
        });

        Sql.run(connection, sql);

        assertThat(Sql.read(bare, "SELECT group_concat(x) FROM log")).isEqualTo(logged);
        assertThat(Sql.read(bare, "SELECT count(*) FROM c")).isEqualTo(logged == null ? "0" : "1");
        assertThat(Sql.read(bare, "SELECT min(x) FROM s")).isEqualTo(logged == null ? "0" : "1");
    }

    @Test
    void aGeneratedKeyThatIsHeldIsNoObstacle() throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO p (id) VALUES (7)", Statement.RETURN_GENERATED_KEYS)) {
            insert.executeUpdate();
            ResultSet keys = insert.getGeneratedKeys();
            keys.next();

            assertThat(violation().undetermined()).isEmpty();
            assertThat(keys.getInt(1)).isEqualTo(7);
        }
    }
}
