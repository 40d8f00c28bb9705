package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore into a table that was rebuilt after the repair, so that its rows have other rowids or another primary key. */
final class RebuiltTableTest {
    @TempDir
    private Path folder;

    private Path repaired(String schema) throws SQLException {
        Path file = Sqlite.file(folder.resolve("app.db"), schema);
        Repair.of(file).quarantine(kept()).withoutBackup().apply();
        return file;
    }

    private Path kept() {
        return folder.resolve("kept.db");
    }

    private RestoreReport.Table restored(Path file) throws SQLException {
        return Restore.of(file, kept()).apply().tables().get(0);
    }

    /** VACUUM numbers the rows of a table without an index anew. */
    @Test
    void setsNoReferenceInTheRowThatHasTheRowIdNow() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (title, author REFERENCES author ON DELETE SET NULL);
                INSERT INTO book VALUES ('a', NULL), ('b', NULL), ('c', 7), ('d', NULL);
                """);
        Sqlite.file(file, "DELETE FROM book WHERE title = 'a'", "VACUUM", "INSERT INTO author VALUES (7)");

        assertThat(restored(file)).isEqualTo(new RestoreReport.Table("book", 0, 0, 1));
        assertThat(Sqlite.texts(file, "SELECT title FROM book WHERE author IS NOT NULL"))
                .isEmpty();

        Sqlite.file(file, "UPDATE book SET rowid = -rowid", "UPDATE book SET rowid = rowid + 5"); // c has rowid 3
        assertThat(restored(file)).isEqualTo(new RestoreReport.Table("book", 0, 1, 0));
        assertThat(Sqlite.texts(file, "SELECT title || author FROM book WHERE author IS NOT NULL"))
                .containsExactly("c7");
    }

    @Test
    void setsAReferenceByThePrimaryKeyWhereThereIsNoRowIdAnyMore() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (shelf INT, place INT, author REFERENCES author ON DELETE SET NULL, PRIMARY KEY (shelf, place));
                INSERT INTO book VALUES (2, 2, 7), (1, 1, NULL);
                """);
        Sqlite.file(
                file,
                """
                CREATE TABLE new (shelf INT, place INT, author REFERENCES author ON DELETE SET NULL, PRIMARY KEY (shelf, place))
                    WITHOUT ROWID;
                INSERT INTO new SELECT * FROM book;
                DROP TABLE book;
                ALTER TABLE new RENAME TO book;
                INSERT INTO author VALUES (7);
                """);

        assertThat(restored(file)).isEqualTo(new RestoreReport.Table("book", 0, 1, 0));
        assertThat(Sqlite.texts(file, "SELECT shelf || ' ' || place || ' ' || ifnull(author, '-') FROM book"))
                .containsExactly("1 1 -", "2 2 7");
    }

    @Test
    void leavesRowsWithoutARowIdInTheQuarantineWhereTheTableHasRowIdsThatAreNoColumn() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (id INT PRIMARY KEY, author REFERENCES author) WITHOUT ROWID;
                INSERT INTO book VALUES (1, 7);
                """);
        Sqlite.file(file, "DROP TABLE book", "CREATE TABLE book (id INT PRIMARY KEY, author REFERENCES author)");

        assertThat(restored(file)).isEqualTo(new RestoreReport.Table("book", 0, 0, 1));
        assertThat(Sqlite.texts(file, "SELECT id FROM book")).isEmpty();
    }

    @Test
    void restoresByAPrimaryKeyThatIsTheRowIdNow() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (id INT PRIMARY KEY, author REFERENCES author);
                INSERT INTO book VALUES (100, 7), (2, 8), (NULL, 8);
                """);
        Sqlite.file(
                file,
                "DROP TABLE book",
                "CREATE TABLE book (id INTEGER PRIMARY KEY, author REFERENCES author)",
                "INSERT INTO author VALUES (8)");

        assertThat(restored(file)).isEqualTo(new RestoreReport.Table("book", 1, 0, 2));
        assertThat(Sqlite.texts(file, "SELECT id || ' ' || author FROM book")).containsExactly("2 8");
    }

    @Test
    void leavesRowsInTheQuarantineThatHaveNoValueOfTheNewPrimaryKey() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (title, author REFERENCES author);
                INSERT INTO book VALUES ('a', 7);
                """);
        Sqlite.file(
                file,
                "DROP TABLE book",
                "CREATE TABLE book (id INTEGER PRIMARY KEY, title, author REFERENCES author)",
                "INSERT INTO author VALUES (7)");

        assertThat(restored(file)).isEqualTo(new RestoreReport.Table("book", 0, 0, 1));
        assertThat(Sqlite.texts(file, "SELECT title FROM book")).isEmpty();
    }

    /** The index calls a function that fails for it, which OR IGNORE does not leave out. */
    @Test
    void leavesARowInTheQuarantineThatANewIndexCannotTake() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (data, author REFERENCES author);
                INSERT INTO book VALUES ('{bad', 7), ('{}', 7);
                """);
        Sqlite.file(
                file,
                "CREATE INDEX book_title ON book (json_extract(data, '$.title'))",
                "INSERT INTO author VALUES (7)");

        assertThat(restored(file)).isEqualTo(new RestoreReport.Table("book", 1, 0, 1));
        assertThat(Sqlite.texts(file, "SELECT data FROM book")).containsExactly("{}");
    }
}
