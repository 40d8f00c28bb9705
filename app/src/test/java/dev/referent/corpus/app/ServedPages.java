package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.WebSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.openqa.selenium.By;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A server in a folder, and its pages in a browser. */
final class ServedPages implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_UPLOAD_BYTES = 20 << 20;

    private final RunningServer server;
    private final ChromeDriver browser;

    private ServedPages(RunningServer server, ChromeDriver browser) {
        this.server = server;
        this.browser = browser;
    }

    /** Starts a server in an empty folder. */
    static ServedPages in(Path folder, ChromeDriver browser) throws Exception {
        Browser.forgetComplaints(browser);
        RunningServer server = RunningServer.start(
                Adapter.MYBATIS,
                new DatabaseUrl("jdbc:sqlite:" + Stored.in(folder).database()),
                Stored.in(folder).uploads(),
                new WebSettings("127.0.0.1", 0, MAX_UPLOAD_BYTES, Optional.empty()));
        return new ServedPages(server, browser);
    }

    /** Opens a page anew. */
    void open(String path) {
        browser.get("about:blank"); // or else another fragment of the same page is not loaded
        browser.get(server.uri() + path);
    }

    /** Returns the one element. */
    WebElement find(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    /** Clicks the one element. */
    void click(String css) {
        find(css).click();
    }

    /** Waits until the element has all of these texts. */
    void await(String css, String... texts) {
        try {
            new WebDriverWait(browser, PATIENCE).until(page -> {
                String text = find(css).getText();
                for (String one : texts) {
                    if (!text.contains(one)) {
                        return false;
                    }
                }
                return true;
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
