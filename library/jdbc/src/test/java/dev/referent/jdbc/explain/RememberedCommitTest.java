package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A failed COMMIT is explained by what its transaction is remembered to have executed, and by the file before it. */
final class RememberedCommitTest {
    private static final String INSERTED = "c.pid = 77 has no matching p.id (foreign key c_pid_fkey)";
    private static final String DELETED =
            "p.id = 1 is still referenced by 1 row through c.pid (foreign key c_pid_fkey)";

    @TempDir
    private Path folder;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db"))
                .explainingWithin(Duration.ofMinutes(1))
                .getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void create(String temporary) throws SQLException {
        String table = "CREATE " + temporary + " TABLE ";
        Sql.run(
                connection,
                table + "p (id INTEGER PRIMARY KEY, n TEXT); INSERT INTO p VALUES (1, 'a'), (2, 'b');" + table
                        + "c (id INTEGER PRIMARY KEY, pid INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED);"
                        + "INSERT INTO c VALUES (1, 1)");
        connection.setAutoCommit(false);
    }

    private ForeignKeyViolationSQLException violation() {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, connection::commit);
    }

    /** The driver's array of bound values grows by doubling, so its length is no multiple of most batches. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 100})
    void namesTheKeyOfEveryRowOfABatch(int size) throws SQLException {
        create("");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO c VALUES (?, ?)")) {
            for (int i = 0; i < size; i++) {
                insert.setInt(1, 10 + i);
                insert.setInt(2, 500 + i);
                insert.addBatch();
            }
            insert.executeBatch();
        }

        ForeignKeyViolationSQLException violation = violation();
        assertThat(violation.undetermined()).isEmpty();
        assertThat(violation.violations())
                .extracting(one -> one.key().get(0))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(500, 500 + size).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "rowid", "oid", "_rowid_", "ROWID", "\"rowid\""})
    void blamesNoRowWhereParentKeysWereUpdatedByWhicheverName(String rowId) throws SQLException {
        create("TEMPORARY");
        Sql.run(connection, "INSERT INTO c VALUES (5, 77), (6, 2)");
        Sql.run(connection, "UPDATE p SET " + rowId + " = " + rowId + " + 10 WHERE p.id < 5");

        ForeignKeyViolationSQLException violation = violation();

        assertThat(violation.undetermined()).isPresent();
        assertThat(violation.violations()).isEmpty();
    }

    /** An UPDATE of the column n changes g as well. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n INTEGER, g INTEGER AS (n) STORED REFERENCES p DEFERRABLE INITIALLY DEFERRED",
                "n INTEGER, g INTEGER AS (n) STORED UNIQUE, up INTEGER REFERENCES t (g) DEFERRABLE INITIALLY DEFERRED",
            })
    void isIncompleteWhereAGeneratedKeyWasUpdated(String columns) throws SQLException {
        create("TEMP");
        connection.setAutoCommit(true);
        Sql.run(
                connection,
                "CREATE TEMP TABLE t (id INTEGER PRIMARY KEY, " + columns + ")",
                "INSERT INTO t (id, n) VALUES (1, 1)");
        if (columns.contains("up ")) {
            Sql.run(connection, "UPDATE t SET up = 1");
        }
        connection.setAutoCommit(false);
        Sql.run(connection, "UPDATE t SET n = 50", "INSERT INTO c VALUES (9, 77)");

        ForeignKeyViolationSQLException violation = violation();

        assertThat(PairedDatabases.messages(violation)).containsExactly(INSERTED);
        assertThat(violation.undetermined()).get().asString().contains("t_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE c SET pid = 77 WHERE id = 5", "REPLACE INTO c VALUES (5, 77)"})
    void namesTheOrphanRowsThatMayHaveBeenWrittenAgain(String sql) throws SQLException {
        create("");
        connection.commit();
        connection.setAutoCommit(true);
        Sql.run(connection, "PRAGMA foreign_keys = OFF", "INSERT INTO c VALUES (5, 77)", "PRAGMA foreign_keys = ON");
        connection.setAutoCommit(false);
        Sql.run(connection, sql);

        ForeignKeyViolationSQLException violation = violation();

        assertThat(violation.reason()).contains(Reason.COUNTED_ONLY);
        assertThat(violation.undetermined())
                .get()
                .asString()
                .contains("an older orphan row that is written again")
                .endsWith("c_pid_fkey = [77]");
    }

    /** A row of the same key that is older makes no difference. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    UPDATE c SET pid = 77 WHERE id = 1                                             | [77]
                    UPDATE c SET pid = 77 WHERE id = 1; UPDATE c SET pid = 88 WHERE id = 1         | [88]
                    INSERT INTO c VALUES (6, 88); UPDATE c SET pid = 77 WHERE id = 6               | [77]
                    INSERT INTO c VALUES (6, 88); UPDATE c SET pid = 77 WHERE id = 5               | [88]
                    DELETE FROM c WHERE id = 5; INSERT INTO c VALUES (6, 77), (7, 77)              | [77]
                    INSERT INTO c VALUES (6, 88); UPDATE p SET n = 'z' WHERE id = 1                | [88]
                    DELETE FROM p WHERE id = 1                                                     | [1]
                    DELETE FROM p WHERE id = 1; UPDATE c SET pid = NULL WHERE id = 1; INSERT INTO c VALUES (6, 88) | [88]
                    """)
    void namesTheKeysOfUpdatesAndDeletes(String sqls, String key) throws SQLException {
        create("");
        connection.setAutoCommit(true);
        Sql.run(connection, "PRAGMA foreign_keys = OFF", "INSERT INTO c VALUES (5, 77)", "PRAGMA foreign_keys = ON");
        connection.setAutoCommit(false);
        Sql.run(connection, sqls.split("; "));

        ForeignKeyViolationSQLException violation = violation();

        assertThat(violation.undetermined()).isEmpty();
        assertThat(violation.violations()).singleElement().satisfies(one -> assertThat(one.key())
                .hasToString(key));
    }

    @Test
    void namesTheRowsOfAFailedBatchThatStay() throws SQLException {
        create("");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO c VALUES (?, 77)")) {
            for (int i = 0; i < 2; i++) {
                insert.setInt(1, 9);
                insert.addBatch();
            }
            assertThatThrownBy(insert::executeBatch).hasMessageContaining("UNIQUE");
        }
        Sql.run(connection, "INSERT INTO c VALUES (8, 66)");

        assertThat(PairedDatabases.complete(violation()))
                .containsExactlyInAnyOrder(INSERTED, "c.pid = 66 has no matching p.id (foreign key c_pid_fkey)");
    }

    @Test
    void tellsWhatATransactionAddedToTemporaryTables() throws SQLException {
        create("TEMP");
        Savepoint savepoint = connection.setSavepoint();
        Sql.run(connection, "INSERT INTO c VALUES (8, 66)");
        connection.rollback(savepoint);
        Sql.run(
                connection,
                "UPDATE c SET pid = 5 WHERE id = 99",
                "INSERT OR IGNORE INTO c VALUES (9, 77)",
                "UPDATE p SET n = 'z' WHERE id = 2",
                "DELETE FROM p WHERE id = 1");

        assertThat(PairedDatabases.complete(violation())).containsExactlyInAnyOrder(INSERTED, DELETED);
    }

    @Test
    void blamesNothingThatMayHaveBeenThereBefore() throws SQLException {
        create("TEMP");
        Sql.run(connection, "DELETE FROM c WHERE id = 1", "INSERT INTO c VALUES (9, 77)");

        ForeignKeyViolationSQLException violation = violation();

        assertThat(violation.violations()).isEmpty();
        assertThat(violation.undetermined())
                .get()
                .asString()
                .startsWith("the state of the database temp before the transaction is unknown");
    }

    /** The driver throws after the execution, because there are no rows to return. */
    @ParameterizedTest
    @ValueSource(strings = {"", "TEMP"})
    void knowsWhatWasExecutedAsAQuery(String temporary) throws SQLException {
        create(temporary);
        executeAsQuery("SAVEPOINT a");
        Sql.run(connection, "INSERT INTO c VALUES (5, 66)");
        executeAsQuery("ROLLBACK TO a");
        executeAsQuery("INSERT INTO c VALUES (6, 77)");
        Sql.run(connection, "INSERT INTO c VALUES (7, 88)");

        assertThat(PairedDatabases.complete(violation()))
                .containsExactlyInAnyOrder(INSERTED, "c.pid = 88 has no matching p.id (foreign key c_pid_fkey)");
    }

    private void executeAsQuery(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery(sql)).hasMessage("query does not return ResultSet");
        }
    }

    /** At the COMMIT a REPLACE no longer fires the trigger that deleted a parent row. */
    @Test
    void isIncompleteWhereATriggerWasFiredThatAPragmaSwitchedOff() throws SQLException {
        create("TEMP");
        connection.setAutoCommit(true);
        Sql.run(
                connection,
                "CREATE TEMP TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)",
                "CREATE TEMP TRIGGER gone AFTER DELETE ON t BEGIN DELETE FROM p WHERE id = old.id; END");
        connection.setAutoCommit(false);
        Sql.run(connection, "PRAGMA recursive_triggers = ON", "REPLACE INTO t VALUES (1)");
        Sql.run(connection, "PRAGMA recursive_triggers = OFF", "INSERT INTO c VALUES (5, 77)");

        ForeignKeyViolationSQLException violation = violation();

        assertThat(violation.undetermined().orElseThrow()).contains("c_pid_fkey = [1], c_pid_fkey = [77]");
        assertThat(violation.violations()).isEmpty();
    }

    @Test
    void comparesRenamedTablesAndColumnsWithTheFileBefore() throws SQLException {
        create("");
        Sql.run(
                connection,
                "ALTER TABLE p RENAME TO parents",
                "ALTER TABLE parents RENAME COLUMN id TO number",
                "DELETE FROM parents WHERE number = 1");

        assertThat(PairedDatabases.complete(violation()))
                .containsExactly(
                        "parents.number = 1 is still referenced by 1 row through c.pid (foreign key c_pid_fkey)");
    }

    @Test
    void knowsTheSchemaAfterARolledBackOneOfTheSameVersion() throws SQLException {
        Sql.run(connection, "CREATE TABLE parent (id INTEGER PRIMARY KEY)");
        Sql.run(connection, "CREATE TABLE child (pid INTEGER REFERENCES parent)");
        connection.setAutoCommit(false);
        Sql.run(connection, "CREATE TABLE other (pid INTEGER)");
        assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO child SELECT 5"))
                .isInstanceOf(ForeignKeyViolationSQLException.class);
        connection.rollback();
        Sql.run(connection, "CREATE TABLE other (pid INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)");
        Sql.run(connection, "INSERT INTO other VALUES (7)");

        assertThat(PairedDatabases.complete(violation()))
                .singleElement()
                .asString()
                .startsWith("other.pid = 7 has no");
    }

    @Test
    void knowsTheSchemaAfterARollbackOfABatchThatBeganTheTransaction() throws SQLException {
        Sql.run(connection, "CREATE TABLE parent (id INTEGER PRIMARY KEY)", "INSERT INTO parent VALUES (1)");
        Sql.run(connection, "CREATE TABLE child (pid INTEGER REFERENCES parent)", "INSERT INTO child VALUES (1)");
        batch("BEGIN", "CREATE TABLE other (pid INTEGER)");
        assertThatThrownBy(() -> Sql.run(connection, "DELETE FROM parent"))
                .isInstanceOf(ForeignKeyViolationSQLException.class);
        Sql.run(connection, "ROLLBACK", "BEGIN", "CREATE TABLE other (pid INTEGER REFERENCES parent)");
        Sql.run(connection, "INSERT INTO other VALUES (1)");

        ForeignKeyViolationSQLException violation = catchThrowableOfType(
                ForeignKeyViolationSQLException.class, () -> Sql.run(connection, "DELETE FROM parent"));

        assertThat(PairedDatabases.complete(violation)).hasSize(2);
    }

    @Test
    void namesTheRowsOfABatchThatBeganTheTransactionBesideAnAttachedDatabase() throws SQLException {
        create("");
        connection.setAutoCommit(true);
        Sql.run(connection, "ATTACH '" + folder.resolve("y.db") + "' AS y", "CREATE TABLE y.q (x)", "BEGIN");
        batch("COMMIT", "BEGIN", "INSERT INTO c VALUES (9, 77)");

        ForeignKeyViolationSQLException violation =
                catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, "COMMIT"));

        assertThat(PairedDatabases.complete(violation)).containsExactly(INSERTED);
    }

    private void batch(String... sqls) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : sqls) {
                statement.addBatch(sql);
            }
            statement.executeBatch();
        }
    }

    @Test
    void knowsTheTriggersAfterARolledBackOneOfTheSameVersion() throws SQLException {
        Sql.run(connection, "CREATE TABLE parent (id INTEGER PRIMARY KEY)");
        Sql.run(connection, "CREATE TABLE child (pid INTEGER REFERENCES parent)");
        Sql.run(connection, "CREATE TABLE other (pid INTEGER REFERENCES parent)");
        connection.setAutoCommit(false);
        Savepoint savepoint = connection.setSavepoint();
        Sql.run(connection, "CREATE TRIGGER a AFTER INSERT ON parent BEGIN SELECT 1; END");
        assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO child SELECT 5"))
                .isInstanceOf(ForeignKeyViolationSQLException.class);
        connection.rollback(savepoint);
        Sql.run(connection, "CREATE TRIGGER b AFTER INSERT ON child BEGIN INSERT INTO other VALUES (new.pid + 1); END");

        ForeignKeyViolationSQLException violation = catchThrowableOfType(
                ForeignKeyViolationSQLException.class, () -> Sql.run(connection, "INSERT INTO child VALUES (5)"));

        assertThat(PairedDatabases.complete(violation)).hasSize(2);
    }

    @Test
    void namesTheRowsOfAnAddedColumn() throws SQLException {
        create("");
        Sql.run(
                connection,
                "ALTER TABLE c ADD COLUMN other INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED",
                "UPDATE c SET other = 88");

        assertThat(PairedDatabases.complete(violation()))
                .containsExactly("c.other = 88 has no matching p.id (foreign key c_other_fkey)");
    }

    @Test
    void findsTheFailedStatementAmongThoseOfSeveralDatabases() throws SQLException {
        create("");
        connection.commit();
        connection.setAutoCommit(true);
        Sql.run(
                connection,
                "ATTACH '" + folder.resolve("o.db") + "' AS o",
                "CREATE TABLE o.t (x); CREATE TABLE i (pid INTEGER REFERENCES p)");
        connection.setAutoCommit(false);
        String texts = "UPDATE p SET n = 'c' WHERE id = 9; INSERT INTO i VALUES (55); DELETE FROM o.t";

        assertThat(PairedDatabases.complete(
                        catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, texts))))
                .containsExactly("i.pid = 55 has no matching p.id (foreign key i_pid_fkey)");
    }
}
