package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Collation;
import org.sqlite.SQLiteConnection;

/** What a failed COMMIT blames: what its transaction has added, and no orphan row that was there before. */
final class CommitScenariosTest {
    private static final String BAD = "d.pid = 77 has no matching p.id (foreign key d_fk)";

    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                "CREATE TABLE p (id INTEGER PRIMARY KEY, n)",
                "CREATE TABLE d (pid INTEGER CONSTRAINT d_fk REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
                "INSERT INTO p VALUES (1, 'a')",
                "PRAGMA foreign_keys=OFF",
                "INSERT INTO d VALUES (501), (502)",
                "PRAGMA foreign_keys=ON");
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE d RENAME TO dd; INSERT INTO dd VALUES (77)",
                "INSERT INTO d VALUES (77); ALTER TABLE d RENAME TO dd",
                "ALTER TABLE p RENAME TO pp; INSERT INTO d VALUES (77)",
                "ALTER TABLE d RENAME COLUMN pid TO qid; INSERT INTO d VALUES (77)",
                "INSERT INTO d VALUES (77); ALTER TABLE d RENAME COLUMN pid TO qid",
                "ALTER TABLE d RENAME TO dd; CREATE TABLE d (x); INSERT INTO dd VALUES (77)",
                "CREATE TABLE e (pid INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED); DROP TABLE d; INSERT INTO e VALUES (77)"
            })
    void blamesNoOlderOrphanAfterAChangeOfTheSchema(String sql) throws SQLException {
        databases.run("BEGIN", sql);

        ForeignKeyViolationSQLException failure = databases.commitViolation("COMMIT");

        assertThat(failure.violations())
                .allSatisfy(violation -> assertThat(violation.key()).containsExactly(77L));
        assertThat(failure.violations().isEmpty())
                .isEqualTo(failure.undetermined().isPresent());
    }

    @Test
    void comparesATableThatHasANewColumn() throws SQLException {
        databases.run("BEGIN", "ALTER TABLE d ADD COLUMN note", "INSERT INTO d (pid) SELECT 77");

        assertThat(PairedDatabases.complete(databases.commitViolation("COMMIT")))
                .containsExactly(BAD);
    }

    /** SQLite does not count the rows of a key that does not match when its parent table goes, nor those of a new generated column. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP INDEX u; DROP TABLE q; CREATE TABLE q (n, a INT PRIMARY KEY)",
                "DROP INDEX u; DROP TABLE q; CREATE TABLE q (n, a INT); CREATE UNIQUE INDEX u ON q (a)",
                "DROP INDEX u; DROP TABLE q; CREATE TABLE q (n, a INT)",
                "DROP INDEX u; ALTER TABLE q RENAME TO r; DROP TABLE r; CREATE TABLE r (n, a INT PRIMARY KEY)",
                "DROP INDEX u; ALTER TABLE q DROP COLUMN a; ALTER TABLE q ADD COLUMN a INT",
                "ALTER TABLE q ADD COLUMN x INT AS (a) CONSTRAINT e_fk REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED",
            })
    void blamesNoRowThatSqliteDoesNotCount(String sql) throws SQLException {
        declareAnotherKey();
        databases.run("BEGIN", sql, "INSERT INTO d VALUES (77)");

        assertOnlyTheOtherKeyIsUnknown(databases.commitViolation("COMMIT"));
    }

    @Test
    void blamesNoRowOfAKeyThatDidNotMatchBefore() throws SQLException {
        declareAnotherKey();
        databases.run("DROP INDEX u", "BEGIN", "DROP TABLE q; CREATE TABLE q (n, a INT PRIMARY KEY)");
        databases.run("INSERT INTO d VALUES (77)");

        assertOnlyTheOtherKeyIsUnknown(databases.commitViolation("COMMIT"));
    }

    @Test
    void saysThatSqliteStillCountsTheChildRowsOfARebuiltTable() throws SQLException {
        declareAnotherKey();
        databases.run("BEGIN", "CREATE TABLE rebuilt (n, a INT UNIQUE)", "INSERT INTO rebuilt SELECT * FROM q");
        databases.run("DROP TABLE q", "ALTER TABLE rebuilt RENAME TO q");

        ForeignKeyViolationSQLException failure = databases.commitViolation("COMMIT");

        assertThat(failure.violations()).isEmpty();
        assertThat(failure.reason()).contains(Reason.DROPPED_TABLE);
    }

    @Test
    void namesTheRowsOfAKeyWhoseParentTableStays() throws SQLException {
        declareAnotherKey();
        databases.run("BEGIN", "DROP INDEX u; DROP TABLE q; INSERT INTO d VALUES (1); DELETE FROM p");

        assertThat(PairedDatabases.messages(databases.commitViolation("COMMIT")))
                .containsExactly("p.id = 1 is still referenced by 1 row through d.pid (foreign key d_fk)");
    }

    private void declareAnotherKey() throws SQLException {
        databases.run(
                "CREATE TABLE q (n, a INT)",
                "CREATE UNIQUE INDEX u ON q (a)",
                "CREATE TABLE e (x INT CONSTRAINT e_fk REFERENCES q (a) DEFERRABLE INITIALLY DEFERRED)",
                "INSERT INTO q VALUES (NULL, 5)",
                "INSERT INTO e VALUES (5)");
    }

    private static void assertOnlyTheOtherKeyIsUnknown(ForeignKeyViolationSQLException failure) {
        assertThat(PairedDatabases.messages(failure)).containsExactly(BAD);
        assertThat(failure.reason()).contains(Reason.SCHEMA_CHANGED);
        assertThat(failure.undetermined()).get().asString().endsWith("without a parent row: e_fk = [5]");
    }

    @Test
    void remembersNoRowThatASavepointTookBack() throws SQLException {
        databases.both(connection -> {
            connection.setAutoCommit(false);
            Savepoint savepoint = connection.setSavepoint();
            Sql.run(connection, "INSERT INTO d VALUES (78)");
            connection.rollback(savepoint);
            Sql.run(connection, "INSERT INTO d VALUES (77)");
        });

        assertThat(PairedDatabases.complete(databases.commitViolation(Connection::commit)))
                .containsExactly(BAD);
    }

    @Test
    void remembersNoRowThatASavepointOfSqlTookBack() throws SQLException {
        databases.run(
                "BEGIN", "SAVEPOINT s", "INSERT INTO d VALUES (78)", "ROLLBACK TO s", "INSERT INTO d VALUES (77)");

        assertThat(PairedDatabases.complete(databases.commitViolation("COMMIT")))
                .containsExactly(BAD);
    }

    @Test
    void remembersNoRowThatIsDeletedAgain() throws SQLException {
        databases.run("BEGIN", "INSERT INTO d VALUES (77), (78)", "DELETE FROM d WHERE pid = 78");

        assertThat(PairedDatabases.complete(databases.commitViolation("COMMIT")))
                .containsExactly(BAD);
    }

    @Test
    void namesARowWhoseParentIsDeletedLater() throws SQLException {
        databases.run("BEGIN", "INSERT INTO d VALUES (1)", "DELETE FROM p");

        assertThat(PairedDatabases.complete(databases.commitViolation("COMMIT")))
                .hasSize(1);
    }

    @Test
    void namesTheRowsOfAPreparedBatch() throws SQLException {
        databases.both(connection -> {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO d VALUES (?)")) {
                for (int id : new int[] {1, 77, 1}) {
                    insert.setInt(1, id);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });

        assertThat(PairedDatabases.complete(databases.commitViolation(Connection::commit)))
                .containsExactly(BAD);
    }

    @Test
    void tellsThatAParentTableIsGone() throws SQLException {
        databases.run("DELETE FROM d", "INSERT INTO d VALUES (1)", "BEGIN", "DROP TABLE p");

        ForeignKeyViolationSQLException failure = databases.commitViolation("COMMIT");

        assertThat(failure.undetermined()).get().asString().contains("references the table p, which does not exist");
    }

    @Test
    void isUndeterminedWhereTheStateBeforeCannotBeRead() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("collated.db");
        try (Connection connection = EnforcedDataSource.open(url)
                .explainingWithin(Duration.ofSeconds(20))
                .getConnection()) {
            Collation.create(connection.unwrap(SQLiteConnection.class), "german", new Collation() {
                @Override
                protected int xCompare(String one, String other) {
                    return one.compareTo(other);
                }
            });
            Sql.run(
                    connection,
                    "CREATE TABLE p (id TEXT PRIMARY KEY COLLATE german)",
                    "CREATE TABLE d (pid TEXT REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
                    "PRAGMA foreign_keys=OFF",
                    "INSERT INTO d VALUES ('old')",
                    "PRAGMA foreign_keys=ON",
                    "BEGIN",
                    "INSERT INTO d SELECT 'new'");

            ForeignKeyViolationSQLException failure =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, "COMMIT"));

            assertThat(failure.violations()).isEmpty();
            assertThat(failure.reason()).contains(Reason.STATE_BEFORE_UNKNOWN);
        }
    }
}
