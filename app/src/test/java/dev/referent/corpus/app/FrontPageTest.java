package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The front page in a real browser, where one is installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FrontPageTest {
    private static final int NARROW = 500;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private ServerProcess server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private ChromeDriver browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        Browser.assumeInstalled();
        server = ServerProcess.serve(folder);
        browser = Browser.open(folder);
    }

    @AfterAll
    void close() throws Exception {
        if (browser != null) {
            browser.quit();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void saysWhatThisIsAndShowsTheFirstCallsToTry() {
        browser.get(server.uri().toString());

        assertThat(browser.getTitle()).contains("Referent");
        assertThat(browser.findElements(By.tagName("h1"))).hasSize(1);
        List<String> calls = browser.findElements(By.tagName("pre")).stream()
                .map(WebElement::getText)
                .toList();
        assertThat(String.join("\n", calls))
                .contains("curl", server.uri() + "/v0.1/audio", server.uri() + "/v0.1/utterance")
                .doesNotContain("8080");
        Browser.assertNoComplaints(browser);
    }

    @ParameterizedTest
    @ValueSource(ints = {NARROW, 1400})
    void fitsTheWindow(int width) throws Exception {
        browser.manage().window().setSize(new Dimension(width, 900));
        browser.get(server.uri().toString());

        Path shot = Path.of("target", "front-page-" + width + ".png");
        Files.write(shot, browser.getScreenshotAs(OutputType.BYTES));
        assertThat(browser.executeScript(
                        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .isEqualTo(true);
    }
}
