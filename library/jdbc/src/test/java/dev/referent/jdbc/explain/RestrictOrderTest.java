package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement does before SQLite stops it decides which of several rows is the cause. */
final class RestrictOrderTest {
    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (id INTEGER PRIMARY KEY,
                    author INT CONSTRAINT book_author_fk REFERENCES author ON DELETE CASCADE,
                    editor INT CONSTRAINT book_editor_fk REFERENCES author ON DELETE RESTRICT ON UPDATE RESTRICT);
                CREATE TABLE seal (author INT CONSTRAINT seal_author_fk REFERENCES author ON DELETE RESTRICT);
                CREATE TABLE node (id INTEGER PRIMARY KEY,
                    up INT CONSTRAINT node_up_fk REFERENCES node ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED);
                INSERT INTO author VALUES (1), (2), (3), (4);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    /** Nothing shows which row was the cause, so none is named. */
    private void namesNone(String sql) throws SQLException {
        ForeignKeyViolationSQLException violation = databases.violation(sql);

        PairedDatabases.assertRestrict(violation);
        assertThat(violation.reason()).contains(Reason.SEVERAL_RESTRICTS);
        assertThat(violation.violations()).isEmpty();
    }

    @Test
    void namesNoRowWhoseChildRowsACascadeHasDeletedBefore() throws SQLException {
        databases.run("INSERT INTO book VALUES (1, 1, 2), (2, 4, 3)");

        databases.assertExplained(
                "DELETE FROM author",
                "author.id = 3 is still referenced by 1 row through book.editor (foreign key book_editor_fk)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "_rowid_"})
    void namesTheRowThatAReplaceDeletes(String rowId) throws SQLException {
        databases.run("INSERT INTO seal VALUES (3)");

        databases.assertExplained(
                "REPLACE INTO author (" + rowId + ") VALUES (3)",
                "author.id = 3 is still referenced by 1 row through seal.author (foreign key seal_author_fk)");
    }

    @Test
    void namesNoRowWhoseChildRowsTheStatementHasDeletedBefore() throws SQLException {
        databases.run("INSERT INTO node VALUES (2, 3), (3, NULL), (4, NULL), (5, 4)");

        databases.assertExplained(
                "DELETE FROM node WHERE id >= 2",
                "node.id = 4 is still referenced by 1 row through node.up (foreign key node_up_fk)");
    }

    @Test
    void isNotCompleteWhereTheStatementIsNotRerunToItsEnd() throws SQLException {
        databases.run("INSERT INTO seal VALUES (1)", "CREATE TABLE source (id INT)", "INSERT INTO source VALUES (1)");
        databases.both(connection -> connection.setAutoCommit(false));

        ForeignKeyViolationSQLException violation =
                databases.violation("INSERT OR REPLACE INTO author SELECT id FROM source");

        assertThat(PairedDatabases.messages(violation))
                .containsExactly("author.id = 1 is still referenced by 1 row through seal.author"
                        + " (foreign key seal_author_fk)");
        assertThat(violation.reason()).contains(Reason.MAY_TAKE_LONG);
    }

    @Test
    void countsNoRowThatReferencesItselfAndIsDeleted() throws SQLException {
        databases.run(
                "INSERT INTO node VALUES (1, 1), (7, 1)",
                "CREATE TABLE box (node INT)",
                "CREATE TRIGGER empty BEFORE INSERT ON box BEGIN DELETE FROM node WHERE id = NEW.node; END");
        databases.both(connection -> connection.setAutoCommit(false));

        ForeignKeyViolationSQLException violation = databases.violation("INSERT INTO box SELECT 1");

        assertThat(PairedDatabases.messages(violation))
                .containsExactly("node.id = 1 is still referenced by 1 row through node.up (foreign key node_up_fk)");
        assertThat(violation.reason()).contains(Reason.MAY_TAKE_LONG);
    }

    @Test
    void namesNoUpdatedRowForAReplacedOne() throws SQLException {
        databases.run("INSERT INTO book VALUES (1, 1, 2)", "INSERT INTO seal VALUES (1)");

        namesNone("UPDATE OR REPLACE author SET id = 1 WHERE id = 2");
    }

    @Test
    void namesNoRowOfATableThatAReplaceDoesNotWrite() throws SQLException {
        databases.run(
                "CREATE TABLE page (id TEXT PRIMARY KEY, node INT CONSTRAINT page_node_fk REFERENCES node ON DELETE RESTRICT)"
                        + " WITHOUT ROWID",
                "INSERT INTO node VALUES (7, NULL)",
                "INSERT INTO page VALUES ('a', 7)",
                "INSERT INTO seal VALUES (1)");

        ForeignKeyViolationSQLException violation = databases.violation("REPLACE INTO author VALUES (1)");

        assertThat(PairedDatabases.complete(violation))
                .containsExactly(
                        "author.id = 1 is still referenced by 1 row through seal.author (foreign key seal_author_fk)");
    }

    @Test
    void namesNoRowOfABatchThatWasAcceptedAndFailsASecondTime() throws SQLException {
        databases.run(
                "CREATE TABLE visit (id INTEGER PRIMARY KEY REFERENCES author)",
                "CREATE TRIGGER t AFTER UPDATE ON author BEGIN INSERT INTO visit SELECT max(id) + 1 FROM visit; END",
                "INSERT INTO visit VALUES (3)");

        BatchUpdateException violation = databases.batchViolation(connection -> {
            try (PreparedStatement batch = connection.prepareStatement("UPDATE author SET id = id WHERE id = ?")) {
                for (int row = 1; row < 4; row++) {
                    batch.setInt(1, row);
                    batch.addBatch();
                }
                batch.executeBatch();
            }
        });

        assertThat(violation.getCause()).isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, typed -> {
            assertThat(typed.reason()).contains(Reason.WHICH_ROW);
            assertThat(typed.violations())
                    .singleElement()
                    .satisfies(found -> assertThat(found.batchIndex()).isEmpty())
                    .satisfies(found -> assertThat(found.key()).containsExactly(5L));
        });
    }

    /** The second row changed nothing; run again, it would change the row that the third has made. */
    @Test
    void namesNoRowOfABatchThatFoundNothingToUpdate() throws SQLException {
        databases.run(
                "CREATE TABLE visit (id INTEGER PRIMARY KEY CONSTRAINT visit_fk REFERENCES author)",
                "INSERT INTO visit VALUES (1), (2)");
        databases.both(connection -> connection.setAutoCommit(false));

        BatchUpdateException violation = databases.batchViolation(connection -> {
            try (PreparedStatement batch = connection.prepareStatement("UPDATE visit SET id = ? WHERE id = ?")) {
                for (int[] row : new int[][] {{3, 1}, {9, 1}, {1, 2}, {8, 1}}) {
                    batch.setInt(1, row[0]);
                    batch.setInt(2, row[1]);
                    batch.addBatch();
                }
                batch.executeBatch();
            }
        });

        assertThat(violation.getCause())
                .isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, typed -> assertThat(typed.violations())
                        .singleElement()
                        .satisfies(found -> assertThat(found.batchIndex()).hasValue(3))
                        .satisfies(found -> assertThat(found.key()).containsExactly(8L)));
    }

    @Test
    void keepsTheNumberOfChangesAtAFailedCommit() throws SQLException {
        databases.run(
                "CREATE TABLE later (author INT REFERENCES author DEFERRABLE INITIALLY DEFERRED)",
                "CREATE TABLE code (author TEXT PRIMARY KEY REFERENCES author DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID");
        databases.both(connection -> connection.setAutoCommit(false));
        databases.violation("INSERT INTO book VALUES (1, 9, 9)");
        databases.run("INSERT INTO later VALUES (1), (8), (2)");

        databases.violation(connection -> connection.commit());

        assertThat(Sql.read(databases.enforced(), "SELECT changes()")).isEqualTo("3");
        databases.both(connection -> connection.rollback());
    }

    /** Its values say which rows a REPLACE deletes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    REPLACE INTO place VALUES (1, 'a', 5)                    | 1
                    REPLACE INTO place VALUES (2, 'b', 2), (3, 'c', 3)       | 2
                    INSERT OR REPLACE INTO place (id, n) VALUES (2, 7)       | 2
                    REPLACE INTO place (code, n) VALUES ('a', 7)             | 1
                    """)
    void namesTheRowThatAReplaceNames(String sql, int id) throws SQLException {
        databases.run(
                "CREATE TABLE place (id INTEGER PRIMARY KEY, code TEXT UNIQUE, n)",
                "CREATE TABLE visit (place INT CONSTRAINT visit_fk REFERENCES place ON DELETE RESTRICT)",
                "INSERT INTO place VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)",
                "INSERT INTO visit VALUES (1), (2)");

        databases.assertExplained(
                sql, "place.id = " + id + " is still referenced by 1 row through visit.place (foreign key visit_fk)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"REPLACE INTO place VALUES (1, 'b')", "REPLACE INTO place SELECT 1, 'x' UNION SELECT 2, 'y'"})
    void namesNoneOfSeveralRowsThatAReplaceMayDelete(String sql) throws SQLException {
        databases.run(
                "CREATE TABLE place (id INTEGER PRIMARY KEY, code TEXT UNIQUE)",
                "CREATE TABLE visit (place INT REFERENCES place ON DELETE RESTRICT)",
                "CREATE TRIGGER again AFTER INSERT ON place BEGIN INSERT OR IGNORE INTO place VALUES (1, 'a'), (2, 'b'); END",
                "INSERT INTO place VALUES (1, 'a')",
                "INSERT INTO visit VALUES (1), (2)");

        namesNone(sql);
    }
}
