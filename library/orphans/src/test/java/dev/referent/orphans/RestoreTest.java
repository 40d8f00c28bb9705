package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RestoreTest {
    @TempDir
    private Path folder;

    private Path kept;

    @BeforeEach
    void nameTheQuarantine() {
        kept = folder.resolve("kept.db");
    }

    private Path repaired(String schema) throws SQLException {
        Path file = Sqlite.file(folder.resolve("app.db"), schema);
        repair(file);
        return file;
    }

    private void repair(Path file) throws SQLException {
        Repair.of(file).quarantine(kept).withoutBackup().apply();
    }

    @Test
    void leavesAReferenceInTheQuarantineThatTheTableRejects() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE person (id INTEGER PRIMARY KEY);
                CREATE TABLE passport (id INTEGER PRIMARY KEY, person INT UNIQUE REFERENCES person ON DELETE SET NULL);
                INSERT INTO passport VALUES (1, 7), (2, 8);
                """);
        Sqlite.file(file, "INSERT INTO person VALUES (7), (8); INSERT INTO passport VALUES (3, 7)");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables()).containsExactly(new RestoreReport.Table("passport", 0, 1, 1));
        assertThat(Sqlite.texts(file, "SELECT id || ' ' || ifnull(person, '-') FROM passport"))
                .containsExactly("1 -", "2 8", "3 7");
        assertThat(Sqlite.texts(kept, "SELECT person FROM \"passport passport_person_fkey\""))
                .containsExactly("7");
    }

    /** The rows of a key without a parent table from the beginning come back, because they were there without it. */
    @Test
    void leavesRowsInTheQuarantineWhoseParentTableIsDropped() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE shelf (id INTEGER PRIMARY KEY);
                CREATE TABLE book (id INTEGER PRIMARY KEY, author INT REFERENCES author, shelf INT REFERENCES shelf, room INT REFERENCES room);
                CREATE TABLE page (book INT REFERENCES book);
                INSERT INTO book VALUES (1, 7, NULL, 5), (2, NULL, 8, 5);
                INSERT INTO page VALUES (1), (2);
                """);
        Sqlite.file(file, "INSERT INTO author VALUES (7); DROP TABLE shelf");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables())
                .containsExactlyInAnyOrder(
                        new RestoreReport.Table("book", 1, 0, 1), new RestoreReport.Table("page", 1, 0, 1));
        assertThat(Sqlite.texts(file, "SELECT id || ' ' || room FROM book")).containsExactly("1 5");
        assertThat(Sqlite.texts(file, "SELECT book FROM page")).containsExactly("1");
        assertThat(Sqlite.texts(kept, "SELECT id FROM book")).containsExactly("2");
    }

    /** Each row that is back has its parent row by the key for which it was removed, and none by another one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE shelf",
                "DROP TABLE shelf; CREATE VIEW shelf AS SELECT 8 AS code",
                "DROP INDEX shelf_code; DELETE FROM shelf",
                "ALTER TABLE book ADD COLUMN room INT DEFAULT NULL REFERENCES room; ALTER TABLE book DROP COLUMN shelf;"
                        + " ALTER TABLE book ADD COLUMN shelf INT REFERENCES nowhere"
            })
    void leavesRowsInTheQuarantineThatLackTheirParentRowByAnotherKey(String change) throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE shelf (code INT);
                CREATE UNIQUE INDEX shelf_code ON shelf (code);
                CREATE TABLE book (id INTEGER PRIMARY KEY, author INT REFERENCES author, shelf INT REFERENCES shelf (code));
                INSERT INTO shelf VALUES (8);
                INSERT INTO book VALUES (1, 7, NULL), (2, 7, 8);
                """);
        Sqlite.file(file, "INSERT INTO author VALUES (7); " + change);

        Restore.of(file, kept).apply();

        assertThat(Sqlite.texts(file, "SELECT id FROM book")).containsExactly("1");
        assertThat(Sqlite.texts(kept, "SELECT id FROM book")).containsExactly("2");
    }

    @Test
    void setsNoReferenceWhoseColumnReferencesADroppedTableToo() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE person (id INTEGER PRIMARY KEY);
                CREATE TABLE book (id INTEGER PRIMARY KEY, writer INT,
                    CONSTRAINT by_author FOREIGN KEY (writer) REFERENCES author ON DELETE SET NULL,
                    CONSTRAINT by_person FOREIGN KEY (writer) REFERENCES person ON DELETE SET NULL);
                INSERT INTO person VALUES (7);
                INSERT INTO book VALUES (1, 7);
                """);
        Sqlite.file(file, "INSERT INTO author VALUES (7); DROP TABLE person");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables()).containsExactly(new RestoreReport.Table("book", 0, 0, 1));
        assertThat(Sqlite.texts(file, "SELECT count(*) FROM book WHERE writer IS NULL"))
                .containsExactly("1");
    }

    /** Its rowid is another number, and it takes any value. */
    @Test
    void putsBackRowsWithADescendingPrimaryKey() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (id INTEGER PRIMARY KEY DESC, author INT REFERENCES author);
                INSERT INTO book (rowid, id, author) VALUES (5, 'x', 7), (6, NULL, 7), (7, 1, 7);
                """);
        Sqlite.file(file, "INSERT INTO author VALUES (7)");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables()).containsExactly(new RestoreReport.Table("book", 3, 0, 0));
        assertThat(Sqlite.texts(file, "SELECT rowid || ' ' || quote(id) FROM book ORDER BY rowid"))
                .containsExactly("5 'x'", "6 NULL", "7 1");
    }

    /** Whole rows and references, of tables that leave no name for a rowid. */
    @Test
    void putsBackRowsWithColumnsOfEachNameOfARowid() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (rowid, OID, _rowid_ TEXT, id INTEGER PRIMARY KEY, author INT REFERENCES author);
                INSERT INTO book VALUES (1, 1, 'x', 10, 9), (1, 1, 'x', 11, 8), (1, 1, 'x', 12, 9);
                CREATE TABLE three (a, b, c, UNIQUE (a, b, c));
                CREATE TABLE link (id INTEGER PRIMARY KEY, rowid, oid, _rowid_,
                    FOREIGN KEY (rowid, oid, _rowid_) REFERENCES three (a, b, c) ON DELETE SET NULL);
                INSERT INTO link VALUES (1, 2, 2, 2), (2, 2, 2, 2), (3, 3, 3, 3);
                """);
        Sqlite.file(file, "INSERT INTO author VALUES (9); INSERT INTO three VALUES (2, 2, 2)");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables())
                .containsExactlyInAnyOrder(
                        new RestoreReport.Table("book", 2, 0, 1), new RestoreReport.Table("link", 0, 2, 1));
        assertThat(Sqlite.texts(file, "SELECT id || ' ' || rowid || _rowid_ || author FROM book ORDER BY id"))
                .containsExactly("10 1x9", "12 1x9");
        assertThat(Sqlite.texts(file, "SELECT id || ' ' || ifnull(rowid || oid, '-') FROM link ORDER BY id"))
                .containsExactly("1 22", "2 22", "3 -");
        assertThat(Sqlite.texts(kept, "SELECT id FROM book")).containsExactly("11");
    }

    /** The quarantine's own columns then have other names. */
    @Test
    void putsBackRowsWithColumnsNamedAsThoseOfTheQuarantine() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (Referent_Run, referent_run_, referent_fate, referent_key, referent_rowid, author INT REFERENCES author);
                INSERT INTO book VALUES (1, 2, 3, 4, 5, 9);
                CREATE TABLE link (i0 INT REFERENCES author ON DELETE SET NULL, referent_run INT REFERENCES author ON DELETE SET NULL);
                INSERT INTO link VALUES (9, 9);
                """);
        Sqlite.file(file, "INSERT INTO author VALUES (9)");

        Restore.of(file, kept).apply();

        assertThat(Sqlite.texts(file, "SELECT referent_run || referent_run_ || referent_rowid || author FROM book"))
                .containsExactly("1259");
        assertThat(Sqlite.texts(file, "SELECT i0 || referent_run FROM link")).containsExactly("99");
    }

    @Test
    void setsTheYoungestOfTwoReferencesAndKeepsTheOther() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (id INTEGER PRIMARY KEY, author INT REFERENCES author ON DELETE SET NULL);
                INSERT INTO book VALUES (1, 7);
                """);
        Sqlite.file(file, "UPDATE book SET author = 8");
        repair(file);
        Sqlite.file(file, "INSERT INTO author VALUES (7), (8)");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables()).containsExactly(new RestoreReport.Table("book", 0, 1, 1));
        assertThat(Sqlite.texts(file, "SELECT author FROM book")).containsExactly("8");
        assertThat(Sqlite.texts(kept, "SELECT author FROM \"book book_author_fkey\""))
                .containsExactly("7");
    }

    @Test
    void setsAReferenceThatSharesAColumnWithAnotherAndLeavesThatOneIfItIsAnOrphan() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (tenant INT, id INT, PRIMARY KEY (tenant, id));
                CREATE TABLE shelf (tenant INT, id INT, PRIMARY KEY (tenant, id));
                CREATE TABLE book (id INTEGER PRIMARY KEY, tenant INT, author INT, shelf INT,
                    FOREIGN KEY (tenant, author) REFERENCES author ON DELETE SET NULL,
                    FOREIGN KEY (tenant, shelf) REFERENCES shelf ON DELETE SET NULL);
                INSERT INTO book VALUES (1, 5, 7, 8), (2, 5, 7, 9);
                """);
        Sqlite.file(file, "INSERT INTO author VALUES (5, 7); INSERT INTO shelf VALUES (5, 8)");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables()).containsExactly(new RestoreReport.Table("book", 0, 3, 1));
        assertThat(Sqlite.texts(
                        file, "SELECT id || ' ' || tenant || ' ' || author || ' ' || ifnull(shelf, '-') FROM book"))
                .containsExactly("1 5 7 8", "2 5 7 -");

        Sqlite.file(file, "INSERT INTO shelf VALUES (5, 9)");

        assertThat(Restore.of(file, kept).apply().tables()).containsExactly(new RestoreReport.Table("book", 0, 1, 0));
        assertThat(Sqlite.texts(file, "SELECT shelf FROM book")).containsExactly("8", "9");
    }

    @Test
    void setsNoReferenceThatIsAnOrphanByAnotherKey() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE desk (site INT, id INT, PRIMARY KEY (site, id));
                CREATE TABLE team (site INT, id INT, PRIMARY KEY (site, id));
                CREATE TABLE seat (id INTEGER PRIMARY KEY, site INT, desk INT, team INT,
                    CONSTRAINT seat_desk FOREIGN KEY (site, desk) REFERENCES desk ON DELETE SET NULL,
                    CONSTRAINT seat_team FOREIGN KEY (site, team) REFERENCES team ON DELETE SET NULL);
                INSERT INTO team VALUES (1, 5), (2, 5);
                INSERT INTO seat VALUES (1, 1, 3, 5), (2, 2, 3, 5);
                """);
        Sqlite.file(file, "DELETE FROM team WHERE site = 1; INSERT INTO desk VALUES (1, 3), (2, 3)");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables()).containsExactly(new RestoreReport.Table("seat", 0, 1, 1));
        assertThat(Sqlite.texts(file, "SELECT ifnull(site, '-') || ifnull(desk, '-') || team FROM seat"))
                .containsExactly("--5", "235");
        assertThat(Sqlite.violations(file)).isEmpty();
    }

    @Test
    void restoresNoRowThatTheTableWouldChange() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (id INTEGER PRIMARY KEY, year INT, author INT REFERENCES author);
                CREATE TABLE page (title TEXT COLLATE NOCASE PRIMARY KEY, year, author INT REFERENCES author) WITHOUT ROWID;
                INSERT INTO book VALUES (1, 1900, 7), (2, 'about 1900', 7);
                INSERT INTO page VALUES ('a', 1, 7);
                """);
        Sqlite.file(file, "INSERT INTO page VALUES ('A', 2, 7)");
        repair(file);
        Sqlite.file(
                file,
                "DROP TABLE book; CREATE TABLE book (id INTEGER PRIMARY KEY, year TEXT, author INT REFERENCES author)",
                "INSERT INTO author VALUES (7)");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables())
                .containsExactly(new RestoreReport.Table("book", 1, 0, 1), new RestoreReport.Table("page", 1, 0, 1));
        assertThat(Sqlite.texts(file, "SELECT year FROM book")).containsExactly("about 1900");
        assertThat(Sqlite.texts(file, "SELECT title FROM page")).containsExactly("A");
        assertThat(Sqlite.texts(kept, "SELECT year FROM book UNION ALL SELECT title FROM page"))
                .containsExactly("1900", "a");
    }

    @Test
    void restoresTheOtherRowsWhereATypeIsRejected() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (code PRIMARY KEY, title, author INT REFERENCES author);
                CREATE TABLE page (id INTEGER PRIMARY KEY, author, sign UNIQUE, FOREIGN KEY (author) REFERENCES author ON DELETE SET NULL);
                INSERT INTO book VALUES (1, 'a', 7), (2, x'00', 7), (3, 'c', 7), ('four', 'd', 7);
                INSERT INTO page VALUES (1, 7, 1), (2, '7', 2), (3, 7, 3);
                """);
        Sqlite.file(
                file,
                """
                DROP TABLE book;
                CREATE TABLE book (code INTEGER PRIMARY KEY, title TEXT, author INT REFERENCES author) STRICT;
                DROP TABLE page;
                CREATE TABLE page (id INTEGER PRIMARY KEY, author INT REFERENCES author ON DELETE SET NULL, sign INT) STRICT;
                INSERT INTO page VALUES (1, NULL, 1), (2, NULL, 2), (3, NULL, 3);
                INSERT INTO author VALUES (7);
                """);

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables())
                .containsExactlyInAnyOrder(
                        new RestoreReport.Table("book", 2, 0, 2), new RestoreReport.Table("page", 0, 2, 1));
        assertThat(Sqlite.texts(file, "SELECT code || title || author FROM book"))
                .containsExactly("1a7", "3c7");
        assertThat(Sqlite.texts(file, "SELECT id || ' ' || ifnull(author, '-') FROM page"))
                .containsExactly("1 7", "2 -", "3 7");
        assertThat(Sqlite.texts(kept, "SELECT code FROM book")).containsExactly("2", "four");
    }

    @Test
    void restoresRowsOfATableWithAColumnRowid() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (rowid TEXT, author INT REFERENCES author, editor INT REFERENCES author ON DELETE SET NULL);
                INSERT INTO author VALUES (1);
                INSERT INTO book VALUES ('a', 7, NULL), ('b', 1, 7);
                """);
        Sqlite.file(file, "INSERT INTO author VALUES (7)");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables()).containsExactly(new RestoreReport.Table("book", 1, 1, 0));
        assertThat(Sqlite.texts(file, "SELECT rowid || author || ifnull(editor, '-') FROM book"))
                .containsExactly("a7-", "b17");
    }

    /** The backup has all rows, and so the quarantine would lose them. */
    @Test
    void restoresNoOtherFileWhileTheRepairedOneExists() throws SQLException, IOException {
        Path file = Sqlite.file(
                folder.resolve("app.db"),
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (id INTEGER PRIMARY KEY, author INT REFERENCES author);
                INSERT INTO book VALUES (1, 7);
                """);
        Path backup = folder.resolve("backup.db");
        Repair.of(file).quarantine(kept).backup(backup).apply();

        assertThatThrownBy(Restore.of(backup, kept)::apply)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("keeps rows of " + file + ", which still exists; restore that one");
        assertThat(Sqlite.texts(kept, "SELECT author FROM book")).containsExactly("7");

        Path moved = Files.move(file, folder.resolve("moved.db"));
        Sqlite.file(moved, "INSERT INTO author VALUES (7)");
        assertThat(Restore.of(moved, kept).apply().restored()).isEqualTo(1);
    }

    /** The parent's column makes a text of the number, as in the key. */
    @Test
    void setsAReferenceToAColumnOfAnotherType() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE author (code TEXT PRIMARY KEY);
                CREATE TABLE book (id INTEGER PRIMARY KEY, author INT REFERENCES author ON DELETE SET NULL);
                INSERT INTO book VALUES (1, 7);
                """);
        Sqlite.file(file, "INSERT INTO author VALUES ('7')");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables()).containsExactly(new RestoreReport.Table("book", 0, 1, 0));
        assertThat(Sqlite.texts(file, "SELECT typeof(author) || author FROM book"))
                .containsExactly("integer7");
    }

    @Test
    void setsAReferenceToAColumnThatIsAReferenceItself() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE country (code TEXT PRIMARY KEY);
                CREATE TABLE town (
                    twin TEXT REFERENCES town (country) ON DELETE SET NULL,
                    country TEXT UNIQUE REFERENCES country ON DELETE SET NULL);
                INSERT INTO town VALUES ('b', 'a'), ('a', 'b'), ('b', NULL);
                """);
        Sqlite.file(file, "INSERT INTO country VALUES ('a'), ('b')");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables()).containsExactly(new RestoreReport.Table("town", 0, 5, 0));
        assertThat(Sqlite.texts(file, "SELECT twin || ifnull(country, '-') FROM town"))
                .containsExactly("ba", "ab", "b-");
    }

    @Test
    void putsARowBackThatReferencesAColumnThatIsAReferenceItself() throws SQLException {
        Path file = repaired(
                """
                CREATE TABLE country (code TEXT PRIMARY KEY);
                CREATE TABLE capital (id INTEGER PRIMARY KEY, country TEXT UNIQUE REFERENCES country ON DELETE SET NULL);
                CREATE TABLE embassy (id INTEGER PRIMARY KEY, host TEXT REFERENCES capital (country));
                INSERT INTO capital VALUES (1, 'a'), (2, 'b');
                INSERT INTO embassy VALUES (3, 'a'), (4, 'b');
                """);
        Sqlite.file(file, "INSERT INTO country VALUES ('b')");

        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.tables())
                .containsExactlyInAnyOrder(
                        new RestoreReport.Table("capital", 0, 1, 1), new RestoreReport.Table("embassy", 1, 0, 1));
        assertThat(Sqlite.texts(file, "SELECT id || host FROM embassy")).containsExactly("4b");
    }

    @Test
    void commitsToTheDatabaseAsDurablyAsToTheQuarantine() throws SQLException {
        Path file = Sqlite.file(folder.resolve("app.db"), "CREATE TABLE t (a)");

        try (Connection connection = new DatabaseFile(file).openToWrite()) {
            Quarantine.attach(connection, kept);
            assertThat(Sql.number(connection, "PRAGMA main.synchronous"))
                    .isEqualTo(Sql.number(connection, "PRAGMA " + Quarantine.SCHEMA + ".synchronous"));
        }
    }
}
