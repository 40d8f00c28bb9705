package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page of the API, lists and errors in a real browser, where one is installed. */
final class DocsPageTest extends PageTest {
    @Test
    void sendsTheCallThatItShows() {
        pages.open("/docs#addUtterance");
        pages.await("#addUtterance", "Try it");

        pages.click("#addUtterance button");

        pages.await(
                "#addUtterance form + div",
                "curl -H 'Content-Type: application/json' -d",
                "400 Bad Request",
                "\"constraint\": \"utterance_audio_fk\"");
    }

    @Test
    void sendsACallOnceForADoubleClick() {
        pages.open("/docs#addTranscription");
        new Actions(browser).doubleClick(pages.find("#addTranscription button")).perform();
        pages.await("#addTranscription form + div", "201 Created");

        pages.open("/v0.1/transcription");
        assertThat(browser.findElements(By.cssSelector("tbody tr"))).hasSize(1);
    }

    @Test
    void fillsInParametersAndFiles(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "ɓà");
        pages.open("/docs#addTranscriptionFile");
        pages.await("#addTranscriptionFile", "Try it");
        pages.find("#addTranscriptionFile input[type=file]").sendKeys(file.toString());
        pages.click("#addTranscriptionFile button");
        pages.await("#addTranscriptionFile form + div", "-F 'transcriptionFile=@a.txt'", "201 Created", "Location:");

        pages.open("/docs#getTranscription");
        pages.await("#getTranscription", "Try it");
        pages.click("#getTranscription button");
        pages.await("#getTranscription form + div", "/v0.1/transcription/1", "200 OK", "\"text\": \"ɓà\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"post_try_run", "post_audit_run", "post_compare_run"})
    void runsTheExampleOfEachJob(String operation) {
        pages.open("/docs#" + operation);
        pages.await("#" + operation, "Try it");
        pages.click("#" + operation + " button");
        pages.await("#" + operation + " form + div", "200 OK", "\"message\"");
    }

    /** JavaScript's numbers hold integers up to 2^53. */
    @Test
    void showsTheVeryIdThatIsSent() {
        pages.open("/docs#addUtterance");
        pages.await("#addUtterance", "Try it");
        WebElement body = pages.find("#addUtterance textarea");
        body.clear();
        body.sendKeys("{\"audioId\": 9223372036854775807, \"transcriptionId\": 1}");
        pages.click("#addUtterance button");

        pages.await("#addUtterance form + div pre.answer", "\"key\": [\n        9223372036854775807\n");
    }

    @Test
    void showsListsAndErrorsAsPages() {
        pages.open("/v0.1/audio");
        assertThat(pages.find("main").getText()).contains("The list is empty.");
        pages.open("/v0.1/audio/99");
        assertThat(pages.find("main").getText()).contains("Not Found", "404", "there is no audio 99");
    }
}
