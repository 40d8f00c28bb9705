package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the audit in a real browser, where one is installed. */
final class AuditPageTest extends PageTest {
    @BeforeEach
    void open() {
        pages.stored().execute("INSERT INTO utterance (id, audio_id, transcription_id) VALUES (7, 77, 88)");
        pages.open("/audit");
    }

    @Test
    void showsTheReportOfTheServedDatabase() {
        pages.click("#own");

        pages.await("#report", "2 orphan rows", "utterance_audio_fk", "{\"audio_id\":77}");
    }

    @Test
    void showsTheReportOfAVisitorsFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("library.db");
        Rows rows = new Rows("jdbc:sqlite:" + file);
        rows.execute("CREATE TABLE author (id INTEGER PRIMARY KEY)");
        rows.execute("CREATE TABLE book (id INTEGER PRIMARY KEY, author INTEGER REFERENCES author)");
        rows.execute("INSERT INTO book VALUES (1, 5), (2, NULL)");

        pages.find("#file").sendKeys(file.toString());
        pages.await("#report", "The report of library.db", "1 orphan row;", "book_author_fkey", "{\"author\":5}");

        Path other = Files.writeString(folder.resolve("notes.txt"), "no database");
        pages.find("#file").sendKeys(other.toString());
        pages.await("#report", "400 Invalid input", "the file is not an SQLite database");
        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("400 Invalid input");
    }

    @Test
    void auditsADroppedFile() {
        drop("notes.txt", "no database");

        pages.await("#report", "400 Invalid input", "the file is not an SQLite database");
    }
}
