package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The page of the stories in a real browser, where one is installed. */
final class TryPageTest extends PageTest {
    @AfterEach
    void hasNothingToComplainOf() {
        Browser.assertNoComplaints(browser);
    }

    private List<String> run() {
        pages.click("#story button[type=submit]");
        pages.await("#status", "Done.");
        return browser.findElements(By.cssSelector("#lanes section")).stream()
                .map(WebElement::getText)
                .toList();
    }

    @Test
    void showsTheBogusUtteranceOnBareSqliteAndWithReferent() {
        pages.open("/try");

        List<String> lanes = run();

        assertThat(lanes.get(0))
                .contains("2 orphan rows", "no error", "utterance 2 rows, 0 before", "1 (orphan) 99999 1");
        assertThat(lanes.get(1)).contains("FOREIGN KEY constraint failed").doesNotContain("utterance_audio_fk");
        assertThat(lanes.get(2))
                .contains("2 of 3 statements rejected", "utterance.audio_id = 99999 has no matching audio.id")
                .contains("audio.id = 1 is still referenced by 1 row", "SQLState 23503");

        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("Run"); // the keyboard goes on from there
        pages.click("#paths input[value=hibernate]");
        assertThat(pages.find("#lanes section:last-child").getText()).contains("RollbackException", "99999");
    }

    @Test
    void showsTheMigrationThatEmptiesAChildTable() {
        pages.open("/try#migration");

        List<String> lanes = run();

        assertThat(lanes.get(1)).contains("3 rows lost", "no error", "album 0 rows, 3 before");
        assertThat(lanes.get(2)).contains("DROP TABLE artist would delete its rows", "album 3 rows, 3 before");
        pages.click("#paths input[value=mybatis]");
        assertThat(pages.find("#lanes section:nth-child(2)").getText()).contains("3 rows lost");
    }

    @Test
    void endsTheRunOfAStoryThatTheVisitorLeaves() {
        pages.open("/try");
        pages.click("#story button[type=submit]");
        pages.click("#stories-choice input[value=migration]");

        pages.await(() -> pages.find("#story button[type=submit]").getDomAttribute("aria-disabled") == null);
        assertThat(pages.find("#failure").getText()).isEmpty();
        assertThat(run().get(2)).contains("DROP TABLE artist would delete its rows");
    }

    @Test
    void runsTheStatementsThatTheVisitorPicksWithTheValuesThatTheVisitorEdits() {
        pages.open("/try");
        WebElement audio = pages.find("#statements input[aria-label^='Value 2 of INSERT INTO utterance']");
        audio.clear();
        audio.sendKeys("1");
        pages.click("#statements input[aria-label='Run DELETE FROM audio WHERE id = ?']");

        List<String> lanes = run();

        assertThat(lanes).allSatisfy(lane -> assertThat(lane).contains("no error", "utterance 2 rows, 0 before"));
    }
}
