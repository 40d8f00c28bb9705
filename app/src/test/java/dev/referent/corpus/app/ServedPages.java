package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.WebSettings;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A server in a folder, and its pages in a browser. */
final class ServedPages implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String LOADED =
            "return location.protocol.startsWith('http') && document.readyState === 'complete'";
    private static final int MAX_UPLOAD_BYTES = 20 << 20;

    private final Stored stored;
    private final RunningServer server;
    private final ChromeDriver browser;

    private ServedPages(Stored stored, RunningServer server, ChromeDriver browser) {
        this.stored = stored;
        this.server = server;
        this.browser = browser;
    }

    /** Starts a server in an empty folder. */
    static ServedPages in(Path folder, ChromeDriver browser) throws SQLException {
        RunningServer server = RunningServer.start(
                Adapter.MYBATIS,
                new DatabaseUrl("jdbc:sqlite:" + Stored.in(folder).database()),
                Stored.in(folder).uploads(),
                new WebSettings("127.0.0.1", 0, MAX_UPLOAD_BYTES, Optional.empty()));
        return new ServedPages(Stored.in(folder), server, browser);
    }

    /** Returns where the server listens. */
    URI uri() {
        return server.uri();
    }

    /** Returns the browser. */
    ChromeDriver browser() {
        return browser;
    }

    /** Returns what the server has stored. */
    Stored stored() {
        return stored;
    }

    /** Removes every row, so that ids begin at 1 again. */
    void empty() {
        stored.empty();
    }

    /** Opens a page anew, and waits until its scripts have run. */
    void open(String path) {
        browser.get("about:blank"); // or else another fragment of the same page is not loaded
        browser.get(server.uri() + path);
        await(() -> (Boolean) browser.executeScript(LOADED)); // the driver may return earlier on a busy machine
    }

    /** Returns the one element, once the page has it: scripts build parts of a page after it has been loaded. */
    WebElement find(String css) {
        return new WebDriverWait(browser, PATIENCE, PAUSE).until(page -> page.findElement(By.cssSelector(css)));
    }

    /** Clicks the one element. */
    void click(String css) {
        find(css).click();
    }

    /** Waits for a condition. */
    void await(BooleanSupplier condition) {
        new WebDriverWait(browser, PATIENCE, PAUSE).until(page -> condition.getAsBoolean());
    }

    /** Waits until the element has all of these texts. */
    void await(String css, String... texts) {
        try {
            await(() -> {
                String text = find(css).getText();
                return Stream.of(texts).allMatch(text::contains);
            });
        } catch (TimeoutException e) {
            assertThat(find(css).getText()).contains(texts);
        }
    }

    @Override
    public void close() {
        browser.get("about:blank"); // or else its connection holds up the stop
        server.close();
    }
}
