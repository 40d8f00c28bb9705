package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.sql.Savepoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that are checked at the end of the transaction, whatever ends it. */
final class DeferredKeysTest {
    private static final String MISSING = "book.author_id = 99 has no matching author.id (foreign key book_author_fk)";
    private static final String BOGUS = "INSERT INTO book (author_id) VALUES (99)";

    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);
                CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER
                    CONSTRAINT book_author_fk REFERENCES author DEFERRABLE INITIALLY DEFERRED);
                CREATE TABLE label (author_id INT CONSTRAINT label_author_fk REFERENCES author);
                CREATE TABLE seal (author_id INT CONSTRAINT seal_author_fk REFERENCES author ON DELETE RESTRICT);
                INSERT INTO author VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Cyd');
                INSERT INTO book VALUES (1, 1), (2, 1);
                INSERT INTO label VALUES (2);
                INSERT INTO seal VALUES (3);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @Test
    void namesAllThatACommitLacksAndLetsItBeRepaired() throws SQLException {
        databases.both(connection -> connection.setAutoCommit(false));
        databases.run(BOGUS, "INSERT INTO book VALUES (8, 98)", "DELETE FROM author WHERE id = 1");

        assertThat(PairedDatabases.complete(databases.commitViolation(Connection::commit)))
                .containsExactlyInAnyOrder(
                        MISSING,
                        "book.author_id = 98 has no matching author.id (foreign key book_author_fk)",
                        "author.id = 1 is still referenced by 2 rows through book.author_id (foreign key book_author_fk)");

        databases.run(
                "INSERT INTO author VALUES (98, 'x'), (99, 'y')", "UPDATE book SET author_id = 2 WHERE author_id = 1");
        databases.both(Connection::commit);
        databases.assertSame();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "BEGIN, COMMIT, ROLLBACK",
        "BEGIN IMMEDIATE, END, ROLLBACK",
        "BEGIN, commit transaction, ROLLBACK",
        "SAVEPOINT s, RELEASE s, ROLLBACK",
        "SAVEPOINT s, release savepoint s, ROLLBACK TO s; RELEASE s"
    })
    void explainsTextThatEndsATransaction(String begin, String end, String giveUp) throws SQLException {
        databases.run(begin, BOGUS);

        assertThat(PairedDatabases.complete(databases.commitViolation(end))).containsExactly(MISSING);
        databases.run("INSERT INTO author VALUES (7, 'the transaction is open')", giveUp);
        assertThat(Sql.read(databases.enforced(), "SELECT count(*) FROM author"))
                .isEqualTo("3");
        databases.run("BEGIN", "COMMIT");
        databases.assertSame();
    }

    @Test
    void explainsTheReleaseOfAnOutermostSavepoint() throws SQLException {
        ForeignKeyViolationSQLException violation = databases.commitViolation(connection -> {
            Savepoint savepoint = connection.setSavepoint("s");
            Sql.run(connection, BOGUS);
            connection.releaseSavepoint(savepoint);
        });

        assertThat(PairedDatabases.complete(violation)).containsExactly(MISSING);
    }

    @Test
    void leavesTheReleaseOfAnInnerSavepointAlone() throws SQLException {
        databases.run("BEGIN", "SAVEPOINT s", BOGUS, "RELEASE s");

        assertThat(PairedDatabases.complete(databases.commitViolation("COMMIT")))
                .containsExactly(MISSING);
    }

    @Test
    void explainsTheCommitOfSwitchingAutoCommitOn() throws SQLException {
        Connection connection = databases.enforced();
        connection.setAutoCommit(false);
        Sql.run(connection, BOGUS);

        ForeignKeyViolationSQLException violation =
                catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> connection.setAutoCommit(true));

        assertThat(PairedDatabases.complete(violation)).containsExactly(MISSING);
    }

    @Test
    void losesWhatIsPendingAtACloseAsTheDriverDoes() throws SQLException {
        databases.both(connection -> connection.setAutoCommit(false));
        databases.run(BOGUS);
        databases.close();

        try (PairedDatabases reopened = PairedDatabases.open(folder)) {
            assertThat(Sql.read(reopened.enforced(), "SELECT count(*) FROM book"))
                    .isEqualTo("2");
            reopened.assertSame();
        }
    }

    @Test
    void explainsAStatementThatIsATransactionOfItsOwn() throws SQLException {
        assertThat(PairedDatabases.complete(databases.violation("INSERT INTO book (author_id) VALUES (99), (1), (99)")))
                .containsExactly(MISSING);
        assertThat(PairedDatabases.complete(databases.violation("DELETE FROM author WHERE id = 1")))
                .containsExactly(
                        "author.id = 1 is still referenced by 2 rows through book.author_id (foreign key book_author_fk)");
    }

    @Test
    void knowsThatAllKeysWereDeferred() throws SQLException {
        databases.run(
                "BEGIN",
                "PRAGMA defer_foreign_keys = ON",
                "INSERT INTO label VALUES (97)",
                "DELETE FROM author WHERE id IN (2, 3)");

        assertThat(PairedDatabases.complete(databases.commitViolation("COMMIT")))
                .containsExactlyInAnyOrder(
                        "label.author_id = 97 has no matching author.id (foreign key label_author_fk)",
                        "author.id = 2 is still referenced by 1 row through label.author_id (foreign key label_author_fk)",
                        "author.id = 3 is still referenced by 1 row through seal.author_id (foreign key seal_author_fk)");

        databases.run("DELETE FROM label", "INSERT INTO author VALUES (3, 'back')", "COMMIT");
        databases.assertSame();
    }

    @Test
    void doesNotBlameAnOrphanThatWasThereBeforeTheTransaction() throws SQLException {
        databases.run("PRAGMA foreign_keys = OFF", "INSERT INTO book VALUES (50, 77)", "PRAGMA foreign_keys = ON");
        databases.run("BEGIN", BOGUS);

        assertThat(PairedDatabases.complete(databases.commitViolation("COMMIT")))
                .containsExactly(MISSING);
    }

    @Test
    void saysWhatLacksItsParentInADatabaseInMemory() throws SQLException {
        try (Connection connection =
                EnforcedDataSource.open("jdbc:sqlite::memory:").getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE c (p_id INT CONSTRAINT c_fk REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
                    "BEGIN",
                    "INSERT INTO c VALUES (9)");
            assertThat(PairedDatabases.complete(commitViolation(connection)))
                    .containsExactly("c.p_id = 9 has no matching p.id (foreign key c_fk)");

            Sql.run(connection, "ROLLBACK", "BEGIN", "INSERT INTO c SELECT 9");
            ForeignKeyViolationSQLException violation = commitViolation(connection);
            assertThat(violation.violations()).isEmpty();
            assertThat(violation.undetermined()).get().asString().contains("in memory", "c_fk = [9]");
        }
    }

    @Test
    void tellsTheNextExecutionThatUnreadReturnedRowsAreLost() throws SQLException {
        Connection connection = databases.enforced();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO book (author_id) VALUES (?) RETURNING id")) {
            insert.setInt(1, 99);
            assertThat(insert.executeQuery().next()).isTrue();

            assertThatThrownBy(insert::executeQuery)
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining(MISSING);
            insert.setInt(1, 1);
            try (ResultSet rows = insert.executeQuery()) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void tellsTheCloseOfTheConnectionThatUnreadReturnedRowsAreLost() throws SQLException {
        Connection connection = databases.enforced();
        ResultSet rows = connection.createStatement().executeQuery(BOGUS + " RETURNING id");
        assertThat(rows.next()).isTrue();

        assertThatThrownBy(connection::close)
                .isInstanceOf(ForeignKeyViolationSQLException.class)
                .hasMessageContaining(MISSING);
        assertThat(connection.isClosed()).isTrue();
    }

    private static ForeignKeyViolationSQLException commitViolation(Connection connection) {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, "COMMIT"));
    }
}
