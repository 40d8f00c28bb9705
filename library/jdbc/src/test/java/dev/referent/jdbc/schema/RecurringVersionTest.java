package dev.referent.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The version of a schema recurs with other declarations: a violation names the keys that are declared now. */
final class RecurringVersionTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private static EnforcedDataSource open(String file) throws SQLException {
        return EnforcedDataSource.open("jdbc:sqlite:" + file).explainingWithin(LIMIT);
    }

    private static String[] schema(String database, String key) {
        return new String[] {
            "CREATE TABLE " + database + "p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE " + database + "c (x INTEGER CONSTRAINT " + key + " REFERENCES p)",
            "INSERT INTO " + database + "p VALUES (1)",
            "INSERT INTO " + database + "c VALUES (1)"
        };
    }

    private static void assertKey(String key, Connection connection, String sql) {
        ForeignKeyViolationSQLException violation =
                catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, sql));
        assertThat(violation.undetermined()).isEmpty();
        assertThat(violation.getMessage()).contains("(foreign key " + key + ")");
    }

    private String file(String key) throws SQLException {
        Path file = folder.resolve(key + ".db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            Sql.run(connection, schema("", key));
        }
        return file.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM o.p", "INSERT INTO o.c VALUES (9)", "INSERT INTO o.c SELECT 9"})
    void ofAnAttachedFile(String sql) throws SQLException {
        try (Connection connection = open(":memory:").getConnection()) {
            for (String key : new String[] {"alpha", "beta"}) {
                Sql.run(connection, "ATTACH '" + file(key) + "' AS o");
                assertKey(key, connection, sql);
                Sql.run(connection, "DETACH o");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM p", "INSERT INTO c VALUES (9)", "INSERT INTO c SELECT 9"})
    void ofTheTemporaryDatabase(String sql) throws SQLException {
        try (Connection connection = open(":memory:").getConnection()) {
            for (String key : new String[] {"alpha", "beta"}) {
                Sql.run(connection, schema("temp.", key));
                assertKey(key, connection, sql);
                Sql.run(connection, "PRAGMA temp_store=" + (key.equals("alpha") ? 2 : 1)); // drops all of it
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM p", "INSERT INTO c VALUES (9)", "INSERT INTO c SELECT 9"})
    void ofAFileThatIsMadeAnew(String sql) throws Exception {
        Path file = folder.resolve("x.db");
        EnforcedDataSource source = open(file.toString());
        for (String key : new String[] {"alpha", "beta"}) {
            Files.deleteIfExists(file);
            try (Connection connection = source.getConnection()) {
                Sql.run(connection, schema("", key));
                assertKey(key, connection, sql);
            }
        }
    }

    @Test
    void ofATransactionOfAnotherHandleThatIsRolledBack() throws SQLException {
        try (Connection bare = DriverManager.getConnection("jdbc:sqlite::memory:?foreign_keys=on")) {
            EnforcedDataSource source = EnforcedDataSource.wrap(new SingleConnectionDataSource(bare, true))
                    .explainingWithin(LIMIT);
            try (Connection changing = source.getConnection();
                    Connection failing = source.getConnection()) {
                Sql.run(changing, schema("", "first"));
                for (String key : new String[] {"alpha", "beta"}) {
                    Sql.run(
                            changing,
                            "BEGIN",
                            "INSERT INTO p VALUES (2)",
                            "CREATE TABLE d (x INTEGER CONSTRAINT " + key + " REFERENCES p)",
                            "INSERT INTO d VALUES (2)");
                    assertKey(key, failing, "DELETE FROM p WHERE id = 2");
                    assertKey(key, failing, "INSERT INTO d SELECT 44");
                    Sql.run(changing, "ROLLBACK");
                }
            }
        }
    }
}
