package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.referent.integrity.Undetermined;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What triggers, and the INSTEAD OF triggers of views, write is explained as if the statement itself had written it. */
final class TriggerScenariosTest {
    private static final String LOGGED = "log.book_id = 90 has no matching book.id (foreign key log_book_fk)";

    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);
                CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER CONSTRAINT book_author_fk REFERENCES author);
                CREATE TABLE log (book_id INT CONSTRAINT log_book_fk REFERENCES book);
                CREATE TABLE plain (x INT);
                CREATE VIEW shown AS SELECT b.id, b.author_id, a.name FROM book b JOIN author a ON a.id = b.author_id;
                INSERT INTO author VALUES (1, 'Ada'), (2, 'Bob');
                INSERT INTO book VALUES (1, 1), (2, 2);
                INSERT INTO log VALUES (1);
                INSERT INTO plain VALUES (1);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    /** The update hook reports only the new rowid of an updated row, which here is that of the deleted row. */
    @Test
    void namesTheParentRowThatTakesThePlaceOfTheDeletedOne() throws SQLException {
        databases.run("CREATE TRIGGER t AFTER DELETE ON author BEGIN UPDATE author SET id = OLD.id WHERE id = 2; END");

        databases.assertExplained(
                "DELETE FROM author WHERE id = 1",
                "author.id = 2 is still referenced by 1 row through book.author_id (foreign key book_author_fk)");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    AFTER INSERT ON plain     | INSERT INTO plain VALUES (2)
                    BEFORE INSERT ON plain    | INSERT INTO plain VALUES (2)
                    AFTER UPDATE ON plain     | UPDATE plain SET x = 3
                    BEFORE UPDATE OF x ON plain | UPDATE plain SET x = 3
                    AFTER DELETE ON plain     | DELETE FROM plain
                    BEFORE DELETE ON plain    | DELETE FROM plain
                    INSTEAD OF INSERT ON shown | INSERT INTO shown VALUES (7, 7, 'x')
                    INSTEAD OF UPDATE ON shown | UPDATE shown SET name = 'x' WHERE id = 1
                    INSTEAD OF DELETE ON shown | DELETE FROM shown WHERE id = 1
                    """)
    void explainsWhatATriggerWrites(String event, String sql) throws SQLException {
        databases.run("CREATE TRIGGER t " + event + " BEGIN INSERT INTO log VALUES (90); END");

        databases.assertExplained(sql, LOGGED);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    DELETE FROM author WHERE id = 1         | author.id = 1 is still referenced by 1 row through book.author_id (foreign key book_author_fk)
                    UPDATE author SET id = 9 WHERE id = 2   | author.id = 2 is still referenced by 1 row through book.author_id (foreign key book_author_fk)
                    UPDATE book SET author_id = 8           | book.author_id = 8 has no matching author.id (foreign key book_author_fk)
                    INSERT OR REPLACE INTO book VALUES (2, 80) | book.author_id = 80 has no matching author.id (foreign key book_author_fk)
                    """)
    void explainsEachKindOfStatementInATrigger(String sql, String message) throws SQLException {
        databases.run("CREATE TRIGGER t AFTER INSERT ON plain BEGIN " + sql + "; END");

        databases.assertExplained("INSERT INTO plain VALUES (2)", message);
    }

    @Test
    void followsATriggerThatSetsOffAnother() throws SQLException {
        databases.run(
                "CREATE TRIGGER a AFTER INSERT ON plain WHEN new.x = 2 BEGIN UPDATE author SET name = 'x' WHERE id = 1; END",
                "CREATE TRIGGER b AFTER UPDATE ON author BEGIN INSERT INTO log VALUES (89 + new.id); END");

        databases.assertExplained("INSERT INTO plain VALUES (2)", LOGGED);
    }

    @Test
    void followsATriggerThatACascadeSetsOff() throws SQLException {
        databases.run(
                "CREATE TABLE page (book_id INT REFERENCES book ON DELETE CASCADE)",
                "INSERT INTO page VALUES (2)",
                "CREATE TRIGGER t AFTER DELETE ON page BEGIN INSERT INTO log VALUES (88 + old.book_id); END");

        databases.assertExplained("DELETE FROM book WHERE id = 2", LOGGED);
    }

    @Test
    void explainsBothTheStatementAndItsTrigger() throws SQLException {
        databases.run("CREATE TRIGGER t AFTER INSERT ON book BEGIN INSERT INTO log VALUES (90); END");

        databases.assertExplained(
                "INSERT INTO book VALUES (9, 99)",
                LOGGED,
                "book.author_id = 99 has no matching author.id (foreign key book_author_fk)");
    }

    @Test
    void leavesAloneWhatATriggerRepairs() throws SQLException {
        databases.run(
                "CREATE TRIGGER t AFTER INSERT ON book BEGIN INSERT INTO author VALUES (new.author_id, 'made'); END");

        databases.run("INSERT INTO book VALUES (9, 99)");
        databases.assertSame();
    }

    @Test
    void doesNotTakeARaiseForAForeignKey() throws SQLException {
        databases.run(
                "CREATE TRIGGER t BEFORE DELETE ON author BEGIN SELECT RAISE(ABORT, 'authors stay'); END",
                "DELETE FROM log");

        assertThat(catchThrowable(() -> Sql.run(databases.enforced(), "DELETE FROM author WHERE id = 1")))
                .hasMessageContaining("authors stay")
                .isNotInstanceOf(ForeignKeyViolationSQLException.class);
    }

    @Test
    void saysThatADeferredRestrictMayBeViolatedAsWell() throws SQLException {
        databases.run(
                "CREATE TABLE node (id INTEGER PRIMARY KEY, up INT REFERENCES node ON DELETE RESTRICT ON UPDATE CASCADE"
                        + " DEFERRABLE INITIALLY DEFERRED)",
                "CREATE TABLE visit (node_id INT REFERENCES node ON UPDATE RESTRICT)",
                "INSERT INTO node VALUES (1, NULL), (2, 1), (3, 2)",
                "INSERT INTO visit VALUES (1)",
                "CREATE TRIGGER t BEFORE UPDATE ON node BEGIN DELETE FROM node WHERE id = NEW.id; END");

        ForeignKeyViolationSQLException violation = databases.violation(connection -> {
            connection.setAutoCommit(false);
            try {
                Sql.run(connection, "UPDATE node SET id = 9 WHERE id = 1");
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });

        assertThat(violation.reason()).contains(Undetermined.Reason.DEFERRED_RESTRICT);
        assertThat(violation.violations())
                .extracting(found -> found.foreignKey().childTable() + found.key())
                .containsExactly("visit[1]");
    }
}
