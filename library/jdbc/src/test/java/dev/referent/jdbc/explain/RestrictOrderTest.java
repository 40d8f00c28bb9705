package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.integrity.ForeignKeyViolation;
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

    private void blamesNot(String sql, String parent) throws SQLException {
        ForeignKeyViolationSQLException violation = databases.violation(sql);

        PairedDatabases.assertRestrict(violation);
        assertThat(violation.violations())
                .extracting(ForeignKeyViolation::message)
                .noneMatch(message -> message.startsWith(parent + " is still referenced"));
    }

    @Test
    void blamesNoRowWhoseChildRowsACascadeHasDeletedBefore() throws SQLException {
        databases.run("INSERT INTO book VALUES (1, 1, 2), (2, 4, 3)");

        blamesNot("DELETE FROM author", "author.id = 2");
    }

    @Test
    void blamesNoRowWhoseChildRowsTheStatementHasDeletedBefore() throws SQLException {
        databases.run("INSERT INTO node VALUES (2, 3), (3, NULL), (4, NULL), (5, 4)");

        blamesNot("DELETE FROM node WHERE id >= 2", "node.id = 3");
    }

    @Test
    void blamesNoUpdatedRowForAReplacedOne() throws SQLException {
        databases.run("INSERT INTO book VALUES (1, 1, 2)", "INSERT INTO seal VALUES (1)");

        blamesNot("UPDATE OR REPLACE author SET id = 1 WHERE id = 2", "author.id = 2");
    }

    @Test
    void blamesNoRowOfATableThatAReplaceDoesNotWrite() throws SQLException {
        databases.run(
                "CREATE TABLE page (id TEXT PRIMARY KEY, node INT CONSTRAINT page_node_fk REFERENCES node ON DELETE RESTRICT)"
                        + " WITHOUT ROWID",
                "INSERT INTO node VALUES (7, NULL)",
                "INSERT INTO page VALUES ('a', 7)",
                "INSERT INTO seal VALUES (1)");

        blamesNot("REPLACE INTO author VALUES (1)", "node.id = 7");
    }

    @Test
    void blamesNoRowOfABatchThatWasAcceptedAndFailsASecondTime() throws SQLException {
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

        assertThat(violation.getCause())
                .isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, typed -> assertThat(typed.violations())
                        .noneMatch(each -> each.batchIndex().orElse(-1) == 0));
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
}
