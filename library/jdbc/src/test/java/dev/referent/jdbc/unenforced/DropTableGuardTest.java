package dev.referent.jdbc.unenforced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that is dropped under enforcement while the rows of others depend on it. */
final class DropTableGuardTest {
    private static final String NEW = "CREATE TABLE author_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
    private static final String COPY = "INSERT INTO author_new SELECT id, '?' FROM author";
    private static final String DROP = "DROP TABLE author";
    private static final String RENAME = "ALTER TABLE author_new RENAME TO author";

    @TempDir
    private Path folder;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("library.db"))
                .getConnection();
        Sql.run(
                connection,
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (author_id INT CONSTRAINT book_author_fk REFERENCES author ON DELETE CASCADE);
                INSERT INTO author VALUES (1), (2);
                INSERT INTO book VALUES (1), (1), (NULL);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Nested
    class BesideAnotherWriter {
        @SuppressWarnings("NullAway.Init") // set before each test
        private Connection other;

        @BeforeEach
        void openAnother() throws SQLException {
            Sql.run(connection, "PRAGMA journal_mode=WAL", "CREATE TABLE staging (id INT)");
            other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("library.db"));
            connection.setAutoCommit(false);
        }

        @AfterEach
        void closeAnother() throws SQLException {
            other.close();
        }

        @ParameterizedTest
        @ValueSource(strings = {"seen", "sqlite_schema", "nowhere", "staging extra", "staging, book", "main.staging.x"})
        void takesNoLockForWhatIsNoTable(String name) throws SQLException {
            Sql.run(connection, "CREATE VIEW seen AS SELECT * FROM staging");
            connection.commit();

            assertThatThrownBy(() -> Sql.run(connection, "DROP TABLE " + name)).hasMessageContaining("SQLITE_ERROR");

            Sql.run(other, "INSERT INTO staging VALUES (1)");
            connection.rollback();
        }

        @Test
        void waitsForItsLockAsTheBareDriverDoes() throws Exception {
            Sql.run(other, "BEGIN IMMEDIATE", "INSERT INTO author VALUES (3)");
            Thread writer = new Thread(() -> {
                try {
                    Thread.sleep(300);
                    Sql.run(other, "COMMIT");
                } catch (SQLException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            writer.start();

            Sql.run(connection, "DROP TABLE staging");

            writer.join();
            connection.commit();
        }

        @Test
        void isRejectedInATransaction() throws SQLException {
            assertThatThrownBy(() -> Sql.run(connection, DROP)).isInstanceOf(ForeignKeyViolationSQLException.class);

            connection.rollback();
            assertThat(books()).isEqualTo("3");
        }
    }

    @Test
    void isRejectedBeforeARowIsLost() throws SQLException {
        Sql.run(connection, NEW, COPY);

        assertThatThrownBy(() -> Sql.run(connection, DROP))
                .isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, violation -> {
                    assertThat(violation.violations())
                            .extracting(ForeignKeyViolation::message)
                            .containsExactly("author.id = 1 is still referenced by 2 rows through book.author_id"
                                    + " (foreign key book_author_fk)");
                    assertThat(violation.getErrorCode()).isEqualTo(19);
                })
                .hasMessageContaining(
                        "DROP TABLE author would delete its rows first, and ON DELETE CASCADE would act on"
                                + " those of book; rebuild a table in a MigrationScope")
                .hasMessageEndingWith("constraint failed: book_author_fk");
        assertThat(books()).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DROP,
                "drop /* it */ table if exists main.[AUTHOR]",
                "\uFEFF" + DROP,
                "SELECT 1;\uFEFF" + DROP,
                NEW + ";" + COPY + ";" + DROP + ";" + RENAME,
                "SELECT 1; CREATE TRIGGER t AFTER INSERT ON book BEGIN SELECT 1; END; DROP TABLE \"author\";",
                "BEGIN; PRAGMA foreign_keys=OFF; " + DROP,
                "CREATE TRIGGER t AFTER UPDATE ON book BEGIN SELECT 1; DELETE FROM book WHERE 0; END; " + DROP
            })
    void isRejectedHoweverItIsWritten(String text) throws SQLException {
        assertThatThrownBy(() -> Sql.run(connection, text)).hasMessageContaining("MigrationScope");
        assertThat(books()).isEqualTo("3");
    }

    /** What comes before decides, and is executed before. */
    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO book VALUES (2)", "DELETE FROM author WHERE id = 9"})
    void isRejectedWhenItIsItsTurn(String first) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate(first + "; " + DROP))
                    .hasMessageContaining("MigrationScope");
            statement.addBatch(first);
            statement.addBatch(DROP);
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOfSatisfying(BatchUpdateException.class, e -> assertThat(e.getUpdateCounts())
                            .hasSize(1))
                    .hasCauseInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining("MigrationScope");
            assertThat(statement.executeBatch()).isEmpty();
        }
        assertThat(Sql.read(connection, "SELECT count(*) FROM author")).isEqualTo("2");
    }

    /** The cascade empties the parent table before it is dropped. */
    @Test
    void letsThroughWhatACascadeHasEmptied() throws SQLException {
        String drop = "DROP TABLE song";
        for (boolean inBatch : new boolean[] {false, true}) {
            Sql.run(
                    connection,
                    "CREATE TABLE song (author_id INT REFERENCES author ON DELETE CASCADE, id INTEGER PRIMARY KEY)",
                    "CREATE TABLE IF NOT EXISTS verse (song_id INT REFERENCES song ON DELETE CASCADE)",
                    "INSERT INTO author VALUES (7)",
                    "INSERT INTO song VALUES (7, 1)",
                    "INSERT INTO verse VALUES (1)");
            try (Statement statement = connection.createStatement()) {
                if (inBatch) {
                    statement.addBatch("DELETE FROM author WHERE id = 7");
                    statement.addBatch(drop);
                    assertThat(statement.executeBatch()).startsWith(1).hasSize(2);
                } else {
                    statement.executeUpdate("DELETE FROM author WHERE id = 7; " + drop);
                }
            }
            assertThat(Sql.read(connection, "SELECT count(*) FROM verse")).isEqualTo("0");
        }
    }

    @Test
    void isRejectedInABatchAfterAComment() throws SQLException {
        try (Statement batch = connection.createStatement()) {
            batch.addBatch("INSERT INTO author VALUES (3) -- a new one");
            batch.addBatch(DROP);

            assertThatThrownBy(batch::executeBatch).hasMessageContaining("MigrationScope");
        }
        assertThat(books()).isEqualTo("3");
    }

    @Test
    void isRejectedInATransactionWhereThePragmaDoesNothing() throws SQLException {
        connection.setAutoCommit(false);

        assertThatThrownBy(() -> Sql.run(connection, "PRAGMA foreign_keys=OFF; " + DROP))
                .isInstanceOf(ForeignKeyViolationSQLException.class);
        connection.rollback();
    }

    @Test
    void isRejectedWhenPrepared() throws SQLException {
        try (PreparedStatement drop = connection.prepareStatement(DROP)) {
            assertThatThrownBy(drop::execute).isInstanceOf(ForeignKeyViolationSQLException.class);
            Sql.run(connection, "DELETE FROM book");
            drop.execute();
        }
        assertThat(Sql.read(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'author'"))
                .isNull();
    }

    @Test
    void isRejectedAsABatchOfWhichNothingIsRun() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : new String[] {NEW, COPY, DROP, RENAME}) {
                statement.addBatch(sql);
            }
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOf(BatchUpdateException.class)
                    .hasCauseInstanceOf(ForeignKeyViolationSQLException.class);
            assertThat(statement.executeBatch()).isEmpty();
        }
        assertThat(Sql.read(connection, "SELECT name FROM sqlite_schema WHERE name = 'author_new'"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET NULL", "SET DEFAULT"})
    void isRejectedForActionsThatChangeChildren(String action) throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE tool (id INTEGER PRIMARY KEY); INSERT INTO tool VALUES (1)",
                "CREATE TABLE use (tool_id INT DEFAULT NULL REFERENCES tool ON DELETE " + action + ")",
                "INSERT INTO use VALUES (1)");

        assertThatThrownBy(() -> Sql.run(connection, "DROP TABLE tool"))
                .hasMessageContaining("ON DELETE " + action + " would act on those of use");
    }

    /** The action compares without the affinity of the parent's column. */
    @Test
    void isRejectedBeforeAnActionDeletesAnOrphanRow() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE tool (code UNIQUE); INSERT INTO tool VALUES (7)",
                "CREATE TABLE use (tool TEXT REFERENCES tool (code) ON DELETE CASCADE)",
                "PRAGMA foreign_keys=OFF; INSERT INTO use VALUES ('7'); PRAGMA foreign_keys=ON");

        assertThatThrownBy(() -> Sql.run(connection, "DROP TABLE tool"))
                .hasMessageContaining("ON DELETE CASCADE would act on those of use");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE book",
                "DROP TABLE book; " + DROP,
                "DELETE FROM author; " + DROP,
                "UPDATE book SET author_id = NULL; " + DROP,
                "PRAGMA foreign_keys=OFF; BEGIN; " + DROP + "; " + NEW + "; " + RENAME + "; COMMIT",
                "CREATE TABLE node (id INTEGER PRIMARY KEY, up INT REFERENCES node ON DELETE CASCADE);"
                        + " INSERT INTO node VALUES (1, 1); DROP TABLE node",
                "BEGIN; DELETE FROM book; " + DROP,
                "DELETE FROM book; UPDATE author SET id = id + 9; " + DROP,
                "EXPLAIN " + DROP,
                "CREATE TABLE x (\"drop\", \"table\"); INSERT INTO x VALUES ('; DROP TABLE author', 2)",
                "CREATE TEMP TABLE author (x); DROP TABLE author",
                "CREATE TEMP TABLE author (x); DROP TABLE temp.author"
            })
    void letsThroughWhatLosesNothingUnasked(String text) {
        assertThatCode(() -> Sql.run(connection, text)).doesNotThrowAnyException();
    }

    /** SQLite leaves out the action of a key that does not match its parent table. */
    @Test
    void letsThroughWhatAKeyThatDoesNotMatchReferences() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE tool (id INTEGER PRIMARY KEY, code INT)",
                "CREATE UNIQUE INDEX codes ON tool (code)",
                "CREATE TABLE use (code INT REFERENCES tool (code) ON DELETE CASCADE)",
                "CREATE TABLE loan (tool_id INT REFERENCES tool ON DELETE CASCADE)",
                "INSERT INTO tool VALUES (1, 7)",
                "INSERT INTO use VALUES (7)",
                "DROP INDEX codes",
                "DROP TABLE tool");

        assertThat(Sql.read(connection, "SELECT code FROM use")).isEqualTo("7");
    }

    @Test
    void isRejectedForAKeyThatAnotherConnectionHasJustDeclared() throws SQLException {
        Sql.run(connection, NEW, "INSERT INTO author_new VALUES (1, '?')");
        try (Connection other = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("library.db"))
                .getConnection()) {
            Sql.run(
                    other,
                    "CREATE TABLE essay (author_id INT REFERENCES author_new ON DELETE CASCADE)",
                    "INSERT INTO essay VALUES (1)");
        }

        assertThatThrownBy(() -> Sql.run(connection, "DROP TABLE author_new"))
                .isInstanceOf(ForeignKeyViolationSQLException.class);
    }

    @Test
    void dropsAParentWithoutChildren() throws SQLException {
        Sql.run(connection, "DELETE FROM book", "INSERT INTO book VALUES (NULL)", DROP);

        assertThat(books()).isEqualTo("1");
    }

    @Test
    void leavesToSqliteWhatSqliteRejects() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE tool (id INTEGER PRIMARY KEY); INSERT INTO tool VALUES (1)",
                "CREATE TABLE use (tool_id INT CONSTRAINT use_fk REFERENCES tool); INSERT INTO use VALUES (1)");

        assertThatThrownBy(() -> Sql.run(connection, "DROP TABLE tool"))
                .isInstanceOf(ForeignKeyViolationSQLException.class)
                .hasMessageStartingWith("tool.id = 1 is still referenced by 1 row through use.tool_id");
    }

    private String books() throws SQLException {
        return String.valueOf(Sql.read(connection, "SELECT count(*) FROM book"));
    }
}
