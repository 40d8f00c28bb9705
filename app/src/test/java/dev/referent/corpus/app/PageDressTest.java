package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.http.Api;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;

/**
 * Each page in a real browser, where one is installed: it fits into three widths, and axe finds nothing, nor too little contrast in
 * dark colours. The pictures, in all widths and colours, are in {@code target/pages}.
 */
final class PageDressTest extends PageTest {
    private static final Path PICTURES = Path.of("target", "pages");
    private static final List<Integer> WIDTHS = List.of(360, 768, 1440);
    private static final int WIDE = 1440;

    /** What a window of 1280 pixels has at 400 % (WCAG 2.1, 1.4.10). */
    private static final int ENLARGED = 320;

    private static final String FINDINGS =
            """
            const done = arguments[arguments.length - 1];
            const options = {resultTypes: ['violations']};
            if (matchMedia('(prefers-color-scheme: dark)').matches) {
              options.runOnly = ['color-contrast']; // the rest does not depend on colours
            }
            // a button fades from one colour to the other
            Promise.all(document.getAnimations().map(one => one.finished)).then(() => axe.run(document, options)).then(
                result => done(result.violations.map(one => one.id + ' ' + one.nodes.map(node => node.target + ': '
                    + node.failureSummary).slice(0, 3).join('; '))),
                failure => done([String(failure)]));
            """;

    private static final String PAGES =
            """
            corpus  | /                    | #pair button              | #pair-outcome | 400 Foreign key violated
            try     | /try                 | #story button             | #status       | Done.
            audit   | /audit               | #own                      | #report       | Nothing is broken
            compare | /compare             | option[value=ENFORCED]    | #count        | 7 of
            docs    | /docs#addUtterance   |                           | #addUtterance | Try it
            files   | /docs#addAudio       |                           | #addAudio     | Try it
            problem | /problems/conflict   |                           | main          | What to do
            list    | /v0.1/utterance      |                           | main          | transcription
            record  | /v0.1/transcription/1 |                          | main          | file_info.name
            missing | /v0.1/utterance/9999 |                           | main          | 404
            """;

    @BeforeEach
    void storeTheSample() {
        Api api = new Api(pages.uri());
        for (int i = 0; i < 3; i++) {
            api.utterance();
        }
    }

    @AfterEach
    void showNormally() {
        Browser.showNormally(browser);
    }

    /** Returns the script of axe. */
    private static String script() throws IOException {
        try (InputStream script =
                Objects.requireNonNull(PageDressTest.class.getResourceAsStream("/axe.min.js"), "axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Opens a page, and brings it to the state that a visitor sees after a click. */
    private void open(String path, String click, String shown, String text) {
        pages.open(path);
        if (click != null) {
            pages.click(click);
        }
        pages.await(shown, text);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = PAGES)
    void isReadable(String name, String path, String click, String shown, String text) throws Exception {
        open(path, click, shown, text);
        for (int width : WIDTHS) {
            Browser.show(browser, width, "light");
            Browser.assertFits(browser, name + " at " + width + " pixels");
        }
        Browser.show(browser, ENLARGED, "light");
        Browser.assertFits(browser, name + " at 400 %");
        Browser.show(browser, WIDE, "light");
        assertFitsWithLargeText(name);
        browser.executeScript(script());
        for (String scheme : List.of("light", "dark")) {
            Browser.show(browser, WIDE, scheme);
            assertThat((List<?>) browser.executeAsyncScript(FINDINGS))
                    .as("%s, %s", name, scheme)
                    .isEmpty();
        }
    }

    /** Asserts that the text has the size that a visitor has chosen in the browser, and that it fits. */
    private void assertFitsWithLargeText(String name) {
        browser.executeScript("document.documentElement.style.fontSize = '32px'");
        assertThat(browser.executeScript("return getComputedStyle(document.body).fontSize"))
                .isEqualTo("32px");
        Browser.assertFits(browser, name + " with large text");
        browser.executeScript("document.documentElement.style.fontSize = ''");
    }

    /** A transparent border, too, is a line in forced colours; and a printer does not scroll. */
    @Test
    void showsWhichPageThisIsInForcedColoursAndTheWholeListOnPaper() {
        pages.open("/v0.1/utterance");
        assertThat(pages.find(".scroll").getCssValue("max-height")).isNotEqualTo("none");
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        assertThat(pages.find(".scroll").getCssValue("max-height")).isEqualTo("none");

        pages.open("/audit");
        List<WebElement> links = browser.findElements(By.cssSelector("header nav a"));
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "forced-colors", "value", "active"))));
        assertThat(links)
                .filteredOn(link -> !link.getCssValue("border-bottom-width").equals("0px"))
                .extracting(WebElement::getText)
                .containsExactly("Audit");
    }

    @ParameterizedTest(name = "{0}")
    @Tag("nightly")
    @CsvSource(delimiter = '|', textBlock = PAGES)
    void isShownByPictures(String name, String path, String click, String shown, String text) throws Exception {
        Files.createDirectories(PICTURES);
        open(path, click, shown, text);
        for (String scheme : List.of("light", "dark")) {
            for (int width : WIDTHS) {
                Browser.show(browser, width, scheme);
                Files.write(
                        PICTURES.resolve(name + "-" + width + "-" + scheme + ".png"),
                        browser.getScreenshotAs(OutputType.BYTES));
                Browser.assertFits(browser, name + " at " + width + " pixels, " + scheme);
            }
        }
    }
}
