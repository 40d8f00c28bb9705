package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.WebSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The front page in a real browser, where one is installed. */
@ExtendWith(Browser.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FrontPageTest {
    private static final int NARROW = 500;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private RunningServer server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private ChromeDriver browser;

    @BeforeAll
    void open(@TempDir Path folder, ChromeDriver shared) throws Exception {
        browser = shared;
        server = RunningServer.start(
                Adapter.MYBATIS,
                new DatabaseUrl("jdbc:sqlite:" + Stored.in(folder).database()),
                Stored.in(folder).uploads(),
                new WebSettings("127.0.0.1", 0, 1_000, Optional.empty()));
    }

    @AfterAll
    void close() {
        if (server != null) {
            browser.get("about:blank"); // or else its connection holds up the stop
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
