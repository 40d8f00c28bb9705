package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was once told wrongly, or not at all. */
final class ExplanationRegressionTest {
    @TempDir
    private Path folder;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("red.db"))
                .getConnection();
        Sql.run(
                connection,
                "CREATE TABLE a (id INTEGER PRIMARY KEY)",
                "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT REFERENCES a DEFERRABLE INITIALLY DEFERRED)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void blamesTheValuesThatTheRejectedRunHad() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO b (a_id) VALUES (?) RETURNING id")) {
            insert.setInt(1, 99);
            insert.executeQuery().next();
            insert.setInt(1, 98);
            ForeignKeyViolationSQLException violation =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, insert::executeQuery);
            assertThat(violation.violations())
                    .as(violation.getMessage())
                    .extracting(ForeignKeyViolation::key)
                    .containsExactly(List.<Object>of(99L));
            assertThat(PairedDatabases.messages(violation))
                    .anyMatch(message -> message.contains("99"))
                    .noneMatch(message -> message.contains("98"));
        }
    }

    /** SQLite counts the older orphan row that the statement writes again, and the one that the trigger does. */
    @Test
    void doesNotCallTheOlderOrphanRowsOfAStatementCompleteBesideThoseOfATrigger() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE c (id INTEGER PRIMARY KEY, a_id REFERENCES a, other REFERENCES a, n)",
                "CREATE TABLE d (id INTEGER PRIMARY KEY, a_id REFERENCES a)",
                "PRAGMA foreign_keys=OFF",
                "INSERT INTO c VALUES (1, 50, 70, 0); INSERT INTO d VALUES (1, 60)",
                "PRAGMA foreign_keys=ON");
        assertThat(PairedDatabases.complete(violation("UPDATE c SET a_id = a_id")))
                .containsExactly("c.a_id = 50 has no matching a.id (foreign key c_a_id_fkey)");
        Sql.run(connection, "CREATE TRIGGER t AFTER UPDATE OF n ON c BEGIN UPDATE d SET a_id = a_id; END");

        ForeignKeyViolationSQLException violation = violation("UPDATE c SET a_id = a_id, n = 1");

        assertThat(violation.violations()).hasSize(1);
        assertThat(violation.reason()).contains(Reason.COUNTED_ONLY);
        assertThat(violation.undetermined()).get().asString().contains("d_a_id_fkey = [60]");
    }

    @Test
    void explainsATableWhoseNameIsBeyondTheBasicPlane() throws SQLException {
        Sql.run(connection, "CREATE TABLE \"😀\" (x INT REFERENCES a)");
        assertThat(violation("INSERT INTO \"😀\" VALUES (5)").violations()).hasSize(1);
    }

    @Test
    void keepsChangesAtARejectedCommit() throws SQLException {
        Sql.run(connection, "BEGIN", "INSERT INTO b (a_id) VALUES (99)");
        violation("COMMIT");
        assertThat(Sql.read(connection, "SELECT changes()")).isEqualTo("1");
    }

    @Test
    void identifiesTheRowOfATableWithoutRowIdByItsPrimaryKey() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE w (n TEXT PRIMARY KEY, a_id INT REFERENCES a) WITHOUT ROWID",
                "INSERT INTO w VALUES ('one', NULL)");
        assertThat(violation("UPDATE w SET a_id = 9").violations().get(0).childRow())
                .containsEntry("n", "one");
    }

    @Test
    void saysThatTheTimeWasOverWhenACommitIsExplained() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("red.db");
        try (Connection hasty = EnforcedDataSource.open(url)
                .explainingWithin(Duration.ofMillis(50))
                .getConnection()) {
            Sql.run(
                    hasty,
                    "CREATE TABLE named (n TEXT UNIQUE)",
                    "CREATE TABLE huge (x TEXT REFERENCES named (n) DEFERRABLE INITIALLY DEFERRED)",
                    "INSERT INTO named VALUES ('one'), ('two')",
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
                            + " INSERT INTO huge SELECT CASE i WHEN 500000 THEN 'two' ELSE 'one' END FROM n",
                    "BEGIN",
                    "DELETE FROM named WHERE n = 'two'");
            ForeignKeyViolationSQLException violation =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(hasty, "COMMIT"));
            assertThat(violation.undetermined()).get().asString().contains("within 50 ms");
        }
    }

    @Test
    void explainsAReturningThatTheCloseOfItsPreparedStatementGivesUp() throws SQLException {
        PreparedStatement insert = connection.prepareStatement("INSERT INTO b (a_id) VALUES (?) RETURNING id");
        insert.setInt(1, 99);
        insert.executeQuery().next();
        ForeignKeyViolationSQLException violation =
                catchThrowableOfType(ForeignKeyViolationSQLException.class, insert::close);
        assertThat(violation.violations()).hasSize(1);
    }

    @Test
    void explainsTablesBesideOneWithARandomDefault() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE token (id TEXT PRIMARY KEY DEFAULT (lower(hex(randomblob(16)))))",
                "CREATE TABLE n (a_id INT REFERENCES a)");
        assertThat(violation("INSERT INTO n VALUES (5)").violations()).hasSize(1);
    }

    @Test
    void keepsWhatIsProvedOfTheFileBesideADatabaseInMemory() throws SQLException {
        Sql.run(
                connection,
                "ATTACH ':memory:' AS m",
                "CREATE TABLE m.a (id INTEGER PRIMARY KEY)",
                "CREATE TABLE m.b (a_id INT REFERENCES a DEFERRABLE INITIALLY DEFERRED)",
                "BEGIN",
                "INSERT INTO b (a_id) SELECT 7",
                "INSERT INTO m.b SELECT 8");
        assertThat(violation("COMMIT").violations()).hasSize(1);
    }

    private ForeignKeyViolationSQLException violation(String sql) {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, sql));
    }
}
