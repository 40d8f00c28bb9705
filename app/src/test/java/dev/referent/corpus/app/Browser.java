package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Gives tests the pages of a server in a real browser without a window, where one is installed: one server and one browser for all
 * of them, which end after the last.
 */
final class Browser implements BeforeAllCallback, ParameterResolver {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final int HEIGHT = 900;
    private static final Duration DRAWING = Duration.ofSeconds(2);
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @Override
    public void beforeAll(ExtensionContext context) {
        assumeTrue(
                Files.exists(CHROMIUM) && Files.exists(DRIVER),
                "Debian's packages chromium and chromium-driver are not installed");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ServedPages.class;
    }

    @Override
    public ServedPages resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(Browser.class))
                .computeIfAbsent(Running.class, key -> Running.open(), Running.class)
                .pages();
    }

    /** Forgets what the browser complained of so far. */
    static void forgetComplaints(ChromeDriver browser) {
        browser.manage().logs().get(LogType.BROWSER);
    }

    /** Asserts that the browser found nothing wrong with what it was given. */
    static void assertNoComplaints(ChromeDriver browser) {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .as("what the browser complains of")
                .isEmpty();
    }

    /** Asserts that the browser complains of nothing but answers with that status. */
    static void assertComplainsOnlyOf(ChromeDriver browser, String status) {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .allSatisfy(entry -> assertThat(entry.getMessage()).contains("status of " + status));
    }

    /** Emulates a window of that width, in light or dark colours. */
    static void show(ChromeDriver browser, int width, String scheme) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Shows the window as it is. */
    static void showNormally(ChromeDriver browser) {
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    /** Asserts that the page is no wider than its window, once charts have been drawn in their new size. */
    static void assertFits(ChromeDriver browser, String description) {
        String overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        long end = System.nanoTime() + DRAWING.toNanos();
        while (!Long.valueOf(0).equals(browser.executeScript(overflow)) && System.nanoTime() < end) {
            browser.executeAsyncScript("requestAnimationFrame(arguments[arguments.length - 1])");
        }
        assertThat(browser.executeScript(overflow))
                .as("pixels that do not fit: " + description)
                .isEqualTo(0L);
    }

    /** The server, the browser, and the folder of their files. */
    private record Running(ServedPages pages, ChromeDriver driver, Path folder) implements AutoCloseable {
        static Running open() {
            try {
                Path folder = Files.createTempDirectory("referent-browser");
                ChromeDriver driver = start(Files.createDirectory(folder.resolve("profile")));
                return new Running(
                        ServedPages.in(Files.createDirectory(folder.resolve("server")), driver), driver, folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static ChromeDriver start(Path folder) {
            LoggingPreferences logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, Level.ALL);
            ChromeOptions options = new ChromeOptions();
            options.setBinary(CHROMIUM.toString());
            options.addArguments(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--in-process-gpu",
                    "--disable-software-rasterizer",
                    "--disable-site-isolation-trials", // one site needs no process for each
                    "--disable-extensions",
                    "--disable-features=IsolateOrigins,site-per-process,Translate,OptimizationHints,MediaRouter",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--user-data-dir=" + folder);
            options.setCapability("goog:loggingPrefs", logs);
            return new ChromeDriver(
                    new ChromeDriverService.Builder()
                            .usingDriverExecutable(DRIVER.toFile())
                            .build(),
                    options);
        }

        @Override
        public void close() throws IOException {
            pages.close();
            driver.quit();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
