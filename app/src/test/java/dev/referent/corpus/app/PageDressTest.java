package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * Each page at three widths, light and dark, in a real browser, where one is installed: it fits, and axe finds nothing. The
 * pictures are in {@code target/pages}.
 */
@ExtendWith(Browser.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageDressTest {
    private static final Path PICTURES = Path.of("target", "pages");
    private static final List<Integer> WIDTHS = List.of(360, 768, 1440);
    private static final String FINDINGS =
            """
            const done = arguments[arguments.length - 1];
            const options = {resultTypes: ['violations']};
            if (matchMedia('(prefers-color-scheme: dark)').matches) {
              options.runOnly = ['color-contrast']; // the rest does not depend on colours
            }
            axe.run(document, options).then(
                result => done(result.violations.map(one => one.id + ' ' + one.nodes.map(node => node.target + ': '
                    + node.failureSummary).slice(0, 3).join('; '))),
                failure => done([String(failure)]));
            """;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private ServedPages pages;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private ChromeDriver browser;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private String axe;

    @BeforeAll
    void start(@TempDir Path folder, ChromeDriver shared) throws Exception {
        browser = shared;
        pages = ServedPages.in(folder, shared);
        axe = script();
        Files.createDirectories(PICTURES);
        pages.open("/");
        pages.click("#sample");
        pages.await("#upload-status", "6 of 6 files are stored.");
    }

    private static String script() throws IOException {
        try (InputStream script =
                Objects.requireNonNull(PageDressTest.class.getResourceAsStream("/axe.min.js"), "axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    void close() {
        if (pages != null) {
            Browser.showNormally(browser);
            pages.close();
        }
    }

    /** Opens each page, and brings it to the state that a visitor sees after a click. */
    private void open(String path, String click, String shown, String text) {
        pages.open(path);
        if (click != null) {
            pages.click(click);
        }
        pages.await(shown, text);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    corpus  | /                    | #pair button              | #pair-outcome | 400 Foreign key violated
                    try     | /try                 | #story button             | #status       | Done.
                    audit   | /audit               | #own                      | #report       | Nothing is broken
                    compare | /compare             | option[value=ENFORCED]    | #count        | 7 of
                    docs    | /docs#addUtterance   |                           | #addUtterance | Try it
                    problem | /problems/conflict   |                           | main          | What to do
                    list    | /v0.1/utterance      |                           | main          | transcription
                    missing | /v0.1/utterance/9999 |                           | main          | 404
                    """)
    void isReadable(String name, String path, String click, String shown, String text) throws Exception {
        Browser.show(browser, 1440, "light");
        open(path, click, shown, text);
        browser.executeScript(axe);
        for (String scheme : List.of("light", "dark")) {
            for (int width : WIDTHS) {
                Browser.show(browser, width, scheme);
                Files.write(
                        PICTURES.resolve(name + "-" + width + "-" + scheme + ".png"),
                        browser.getScreenshotAs(OutputType.BYTES));
                Browser.assertFits(browser, name + " at " + width + " pixels");
            }
            assertThat((List<?>) browser.executeAsyncScript(FINDINGS))
                    .as("%s, %s", name, scheme)
                    .isEmpty();
        }
    }
}
