package dev.referent.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal compares the orphan rows of each foreign key with those that the same key had before. */
final class EarlierKeysTest {
    @TempDir
    private Path folder;

    private RehearsalReport.Migration rehearsed(String schema, String migration) throws SQLException, IOException {
        Path file = folder.resolve("library.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(schema);
        }
        Path migrations = Files.createDirectory(folder.resolve("sql"));
        Files.writeString(migrations.resolve("V1__next.sql"), migration);
        return Rehearsal.of(file)
                .run(Migrations.inFolder(migrations))
                .migrations()
                .get(0);
    }

    @Test
    void twoKeysOfOneColumnAreTwo() throws Exception {
        RehearsalReport.Migration next = rehearsed(
                """
                CREATE TABLE person (id INTEGER PRIMARY KEY);
                CREATE TABLE member (id INTEGER PRIMARY KEY);
                CREATE TABLE loan (who CONSTRAINT is_person REFERENCES person CONSTRAINT is_member REFERENCES member);
                INSERT INTO person VALUES (1), (2);
                INSERT INTO loan VALUES (1), (2);
                """,
                "CREATE TABLE note (id INTEGER PRIMARY KEY);");

        assertThat(next.newOrphanRows()).isEmpty();
    }

    @Test
    void aTableOrAColumnThatIsRenamedHasTheKeyThatItHad() throws Exception {
        RehearsalReport.Migration next = rehearsed(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (author CONSTRAINT book_author REFERENCES author);
                CREATE TABLE loan (who CONSTRAINT loan_author REFERENCES author);
                INSERT INTO book VALUES (1);
                INSERT INTO loan VALUES (1);
                """,
                "ALTER TABLE book RENAME TO work; ALTER TABLE loan RENAME COLUMN who TO author; ALTER TABLE author RENAME TO person;");

        assertThat(next.newOrphanRows()).isEmpty();
    }

    @Test
    void aKeyThatGetsAnotherParentTableKeepsItsOldOrphanRows() throws Exception {
        RehearsalReport.Migration next = rehearsed(
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE person (id INTEGER PRIMARY KEY);
                CREATE TABLE book (id INTEGER PRIMARY KEY, author CONSTRAINT book_author REFERENCES author);
                INSERT INTO author VALUES (2);
                INSERT INTO book VALUES (1, 1), (2, 2);
                """,
                """
                PRAGMA foreign_keys = OFF;
                BEGIN;
                CREATE TABLE new (id INTEGER PRIMARY KEY, author CONSTRAINT book_author REFERENCES person);
                INSERT INTO new SELECT * FROM book;
                DROP TABLE book;
                ALTER TABLE new RENAME TO book;
                COMMIT;
                """);

        assertThat(next.newOrphanRows()).isEqualTo(Map.of("book_author", 1L));
    }

    /** SQLite lists the table of an FTS5 table's external content among the shadow tables, if it has that name. */
    @Test
    void aTableNamedAsAShadowTableIsCompared() throws Exception {
        RehearsalReport.Migration next = rehearsed(
                """
                CREATE VIRTUAL TABLE doc USING fts5 (body, content='doc_content');
                CREATE TABLE doc_content (id INTEGER PRIMARY KEY, body);
                CREATE TABLE note (id INTEGER PRIMARY KEY, doc CONSTRAINT note_doc REFERENCES doc_content ON DELETE CASCADE);
                INSERT INTO doc_content VALUES (1, 'x');
                INSERT INTO note VALUES (1, 1);
                """,
                "DELETE FROM doc_content;");

        assertThat(next.tables())
                .containsExactly(
                        new RehearsalReport.Table("doc_content", 1, 1, Map.of(), Map.of(), Map.of()),
                        new RehearsalReport.Table("note", 1, 1, Map.of("note_doc", 1L), Map.of(), Map.of()));
    }
}
