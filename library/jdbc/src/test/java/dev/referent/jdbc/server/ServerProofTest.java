package dev.referent.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.servers.TestServer;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an explanation claims of a server is true, where reading the statement alone would mislead. */
final class ServerProofTest {
    static final List<TestServer> SERVERS = List.of(TestServer.POSTGRESQL, TestServer.MARIADB);

    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE owner (id INT PRIMARY KEY)",
            "CREATE TABLE pet (id INT, owner_id INT, vet_id INT,"
                    + " CONSTRAINT pet_owner_fk FOREIGN KEY (owner_id) REFERENCES owner (id),"
                    + " CONSTRAINT pet_vet_fk FOREIGN KEY (vet_id) REFERENCES owner (id))",
            "INSERT INTO owner VALUES (1), (2)",
            "INSERT INTO pet VALUES (1, 1, NULL), (2, 1, NULL)");

    private static Database database(TestServer server, List<String> schema) throws SQLException {
        Database database = server.fresh();
        try (Connection connection = database.source().getConnection()) {
            execute(connection, schema);
        }
        return database;
    }

    private static void execute(Connection connection, List<String> sqls) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : sqls) {
                statement.execute(sql);
            }
        }
    }

    private static Connection connection(TestServer server, String... more) throws SQLException {
        Database database = database(server, SCHEMA);
        try (Connection connection = database.source().getConnection()) {
            execute(connection, List.of(more));
        }
        return EnforcedDataSource.open(database.url()).getConnection();
    }

    private static ForeignKeyViolationSQLException violation(Connection connection, String sql, Object... values) {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.execute();
            }
        });
    }

    /** Returns the names of the keys with their values, and the number of rows if there is one. */
    private static List<String> keys(ForeignKeyViolationSQLException failure) {
        return failure.violations().stream().map(ServerProofTest::key).toList();
    }

    private static String key(ForeignKeyViolation violation) {
        return violation.foreignKey().name()
                + violation.key()
                + (violation.childRows() == 0 ? "" : "*" + violation.childRows());
    }

    @Test
    void readsTheOtherKeysOfAnInsertAsTheirColumnsStoreThem() throws SQLException {
        try (Connection connection = connection(TestServer.POSTGRESQL)) {
            String sql = "INSERT INTO pet (owner_id, vet_id) VALUES (99, ?)";

            assertThat(keys(violation(connection, "INSERT INTO pet (owner_id, vet_id) VALUES (99, '98')")))
                    .containsExactly("pet_owner_fk[99]", "pet_vet_fk[98]");
            assertThat(keys(violation(connection, sql, new BigDecimal("1.6")))).containsExactly("pet_owner_fk[99]");
            assertThat(keys(violation(connection, sql, new BigDecimal("2.6"))))
                    .containsExactly("pet_owner_fk[99]", "pet_vet_fk[3]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mood 'ok'", "bit(1) b'1'", "money 1.25", "time '12:00:00.123456'", "timetz '12:00+02'"})
    void countsTheRowsOfAKeyOfAnyType(String column) throws SQLException {
        String type = column.substring(0, column.indexOf(' '));
        String value = column.substring(column.indexOf(' ') + 1);
        try (Connection connection = connection(
                TestServer.POSTGRESQL,
                "CREATE TYPE mood AS ENUM ('ok')",
                "CREATE TABLE parent (id " + type + " PRIMARY KEY)",
                "CREATE TABLE child (id " + type + " CONSTRAINT child_fk REFERENCES parent)",
                "INSERT INTO parent VALUES (" + value + ")",
                "INSERT INTO child SELECT * FROM parent")) {
            ForeignKeyViolationSQLException failure = violation(connection, "DELETE FROM parent");

            assertThat(failure.violations()).hasSize(1);
            if (type.startsWith("time")) {
                assertThat(failure.violations().get(0).key().get(0).toString()).startsWith(value.substring(1, 6));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(id, owner_id) VALUES (1, '7.5')",
                "(id, owner_id) VALUES (1, ' 7')",
                "(id, tiny) VALUES (1, 999)",
                "(id, code) VALUES (1, 'abcdefgh')",
                "(id, code) VALUES (1, 7)",
                "(id) VALUES (0)"
            })
    void claimsNoValueThatMariaDbMayHaveChanged(String written) throws SQLException {
        try (Connection connection = connection(
                TestServer.MARIADB,
                "ALTER TABLE owner ADD tiny TINYINT UNIQUE, ADD code CHAR(5) UNIQUE",
                "CREATE TABLE child (id INT AUTO_INCREMENT PRIMARY KEY, owner_id INT, tiny TINYINT, code CHAR(5),"
                        + " FOREIGN KEY (owner_id) REFERENCES owner (id), FOREIGN KEY (tiny) REFERENCES owner (tiny),"
                        + " FOREIGN KEY (code) REFERENCES owner (code))",
                "CREATE TABLE generated (id INT AUTO_INCREMENT PRIMARY KEY, FOREIGN KEY (id) REFERENCES owner (id))",
                "ALTER TABLE generated AUTO_INCREMENT = 77")) {
            execute(connection, List.of("SET sql_mode = ''"));
            String table = written.startsWith("(id) ") ? "generated " : "child ";

            ForeignKeyViolationSQLException failure = violation(connection, "INSERT INTO " + table + written);

            assertThat(failure.violations().get(0).key()).isEmpty();
            assertThat(failure.undetermined().orElseThrow()).contains("does not say which values");
        }
    }

    @Test
    void namesTheKeyOfADeletedRowAsTheRowStoresIt() throws SQLException {
        try (Connection connection = connection(
                TestServer.MARIADB,
                "CREATE TABLE parent (code VARCHAR(5) PRIMARY KEY)",
                "CREATE TABLE child (code VARCHAR(5), CONSTRAINT child_fk FOREIGN KEY (code) REFERENCES parent (code))",
                "INSERT INTO parent VALUES ('abc')",
                "INSERT INTO child VALUES ('abc')")) {
            assertThat(keys(violation(connection, "DELETE FROM parent WHERE code = 'ABC'")))
                    .containsExactly("child_fk[abc]*1");
            assertThat(keys(violation(connection, "DELETE FROM parent WHERE code = 0")))
                    .containsExactly("child_fk[abc]*1");
            execute(connection, List.of("INSERT INTO parent VALUES ('def')"));
            assertThat(keys(violation(connection, "DELETE FROM parent WHERE code = 0")))
                    .containsExactly("child_fk[]");
        }
    }

    @Test
    void doesNotTakeARowForMissingThatTheBeginningOfAFailedBatchHasWritten() throws SQLException {
        Database database = database(TestServer.MARIADB, SCHEMA);
        String url = database.url() + "&allowMultiQueries=true";
        for (boolean batch : new boolean[] {true, false}) {
            try (Connection connection = EnforcedDataSource.open(url).getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
                    if (batch) {
                        statement.addBatch("INSERT INTO owner VALUES (50)");
                        statement.addBatch("INSERT INTO pet VALUES (3, 99, NULL)");
                        statement.executeBatch();
                    } else {
                        statement.execute("INSERT INTO owner VALUES (50); INSERT INTO pet VALUES (3, 99, NULL)");
                    }
                });

                assertThat(keys(violation(connection, "INSERT INTO pet (id, owner_id, vet_id) VALUES (4, 99, 50)")))
                        .containsExactly("pet_owner_fk[99]");
                connection.rollback();
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void claimsNothingOfTheOtherKeysOfADeleteThatATriggerPrepares(TestServer server) throws SQLException {
        String[] trigger = server == TestServer.MARIADB
                ? new String[] {
                    "CREATE TRIGGER t BEFORE DELETE ON owner FOR EACH ROW UPDATE pet SET vet_id = NULL WHERE vet_id = OLD.id"
                }
                : new String[] {
                    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
                            + " 'BEGIN UPDATE pet SET vet_id = NULL WHERE vet_id = OLD.id; RETURN OLD; END'",
                    "CREATE TRIGGER t BEFORE DELETE ON owner FOR EACH ROW EXECUTE FUNCTION f()"
                };
        try (Connection connection = connection(server, trigger)) {
            execute(connection, List.of("UPDATE pet SET vet_id = 1"));

            ForeignKeyViolationSQLException failure = violation(connection, "DELETE FROM owner WHERE id = 1");

            assertThat(keys(failure)).hasSize(1).allMatch(key -> key.startsWith("pet_owner_fk["));
            assertThat(failure.undetermined()).isPresent();
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void claimsNoValueOfAnInsertIntoATableOfTheSameNameElsewhere(TestServer server) throws SQLException {
        Database database = database(server, SCHEMA);
        try (Connection connection = database.source().getConnection()) {
            String here = server == TestServer.MARIADB ? connection.getCatalog() : connection.getSchema();
            String there = here + "_other";
            String into = "INSERT INTO " + here + ".pet VALUES (NEW.id, NEW.owner_id + 1, NEW.vet_id + 1)";
            execute(
                    connection,
                    server == TestServer.MARIADB
                            ? List.of(
                                    "CREATE DATABASE " + there,
                                    "CREATE TABLE " + there + ".pet (id INT, owner_id INT, vet_id INT)",
                                    "CREATE TRIGGER " + there + ".t AFTER INSERT ON " + there + ".pet FOR EACH ROW "
                                            + into)
                            : List.of(
                                    "CREATE SCHEMA " + there,
                                    "CREATE TABLE " + there + ".pet (id INT, owner_id INT, vet_id INT)",
                                    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN " + into
                                            + "; RETURN NEW; END'",
                                    "CREATE TRIGGER t AFTER INSERT ON " + there
                                            + ".pet FOR EACH ROW EXECUTE FUNCTION f()"));
            try (Connection enforced = EnforcedDataSource.open(database.url()).getConnection()) {
                String sql = "INSERT INTO " + there + ".pet (id, owner_id, vet_id) VALUES (3, 98, 0)";
                assertThat(keys(violation(enforced, sql)))
                        .containsExactly(server == TestServer.MARIADB ? "pet_owner_fk[]" : "pet_owner_fk[99]");
            } finally {
                execute(
                        connection,
                        List.of(
                                server == TestServer.MARIADB
                                        ? "DROP DATABASE " + there
                                        : "DROP SCHEMA " + there + " CASCADE"));
            }
        }
    }

    @Test
    void readsMariaDbsMessageWithTheParenthesesOfAnotherLanguage() throws SQLException {
        try (Connection connection = connection(TestServer.MARIADB)) {
            execute(connection, List.of("SET lc_messages = 'zh_CN'"));
            assertThat(keys(violation(connection, "INSERT INTO pet (id, owner_id) VALUES (3, 99)")))
                    .containsExactly("pet_owner_fk[99]");
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void explainsAWriteThatFailsWhileItsRowsAreRead(TestServer server) throws SQLException {
        String[] more = server == TestServer.MARIADB
                ? new String[] {"INSERT INTO owner VALUES (3), (4), (5)"}
                : new String[] {
                    "CREATE FUNCTION added(n INT) RETURNS INT LANGUAGE plpgsql AS"
                            + " 'BEGIN INSERT INTO pet VALUES (n, n, NULL); RETURN n; END'"
                };
        String sql = server == TestServer.MARIADB
                ? "INSERT INTO pet (id, owner_id) SELECT id, CASE id WHEN 5 THEN 99 ELSE id END FROM owner RETURNING id"
                : "SELECT added(n) FROM generate_series(1, 5) n";
        try (Connection connection = connection(server, more);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(1);
            ForeignKeyViolationSQLException failure =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> {
                        try (ResultSet rows = statement.executeQuery(sql)) {
                            while (rows.next()) {
                                rows.getInt(1);
                            }
                        }
                    });

            assertThat(failure.violations()).hasSize(1);
            connection.rollback();
        }
    }

    @Test
    void chainsTheTypedExceptionOfABatchWhereTheDriverChainsItsOwn() throws SQLException {
        try (Connection connection = connection(TestServer.POSTGRESQL);
                Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO pet VALUES (3, 99, NULL)");

            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);

            assertThat((Object) failure.getNextException()).isSameAs(failure.getCause());
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void doesNotLetFailuresWaitForOneAnothersConnections(TestServer server) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database(server, SCHEMA).source());
        config.setMaximumPoolSize(2);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            EnforcedDataSource source = EnforcedDataSource.wrap(pool);
            List<Callable<Boolean>> failures = Collections.nCopies(16, () -> {
                try (Connection connection = source.getConnection()) {
                    return violation(connection, "INSERT INTO pet VALUES (3, 99, NULL)") != null;
                }
            });
            long start = System.nanoTime();

            assertThat(threads.invokeAll(failures)).allMatch(Future::isDone);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void hidesTheStatementThatMariaDbsDriverAddsToItsMessage() throws Exception {
        Database database = database(TestServer.MARIADB, SCHEMA);
        String url = database.url() + (database.url().contains("?") ? "&" : "?") + "dumpQueriesOnException=true";
        try (Connection connection = EnforcedDataSource.open(url).hidingValues().getConnection()) {
            for (Throwable failure = violation(connection, "INSERT INTO pet VALUES (7770, ?, NULL)", 7771);
                    failure != null;
                    failure = failure.getCause()) {
                assertThat(failure.getMessage()).contains("pet_owner_fk").doesNotContain("777");
            }
        }
    }
}
