package dev.referent.corpus.app;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

/** The page of the audit in a real browser, where one is installed. */
@ExtendWith(Browser.class)
final class AuditPageTest {
    @SuppressWarnings("NullAway.Init") // set before each test
    private ServedPages pages;

    @BeforeEach
    void open(@TempDir Path folder, ChromeDriver browser) throws Exception {
        pages = ServedPages.in(folder, browser);
        Stored.in(folder).execute("INSERT INTO utterance (id, audio_id, transcription_id) VALUES (7, 77, 88)");
        pages.open("/audit");
    }

    @AfterEach
    void close() {
        pages.close();
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
    }
}
