package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.WebSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page of the comparison in a real browser, where one is installed. */
@ExtendWith(Browser.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ComparePageTest {
    private static final Dimension WINDOW = new Dimension(1000, 900);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    @BeforeEach
    void load() {
        browser.manage().window().setSize(WINDOW);
        browser.get("about:blank"); // or else another fragment of the same page is not loaded
        browser.get(server.uri().resolve("/compare").toString());
    }

    @AfterEach
    void hasNothingToComplainOf() {
        Browser.assertNoComplaints(browser);
    }

    @AfterAll
    void close() {
        if (server != null) {
            browser.get("about:blank"); // or else its connection holds up the stop
            server.close();
        }
    }

    @Test
    void opensACellByAClickAndByItsLink() {
        WebElement row = row("matrix", "fresh-connection");
        row.findElement(By.cssSelector("td.ORPHAN button")).click();

        WebElement cell = browser.findElement(By.id("cell"));
        assertThat(cell.getText())
                .contains("fresh-connection · sqlite · jdbc", "accepted, 1 orphan")
                .contains("INSERT INTO child (id, parent_id) VALUES (?, ?) [1, 4711]");
        assertThat(browser.getCurrentUrl()).endsWith("#fresh-connection--sqlite--jdbc");

        cell.sendKeys(Keys.ESCAPE);
        assertThat(cell.isDisplayed()).isFalse();

        browser.get(server.uri()
                .resolve("/compare#in-a-transaction--postgresql-18--hibernate")
                .toString());
        browser.navigate().refresh();
        assertThat(browser.findElement(By.id("cell")).getText())
                .contains("in-a-transaction · postgresql-18 · hibernate", "ConstraintViolationException", "23503");
    }

    @Test
    void showsWhereTwoColumnsDiffer() {
        int all = rows();
        new Select(browser.findElement(By.id("one"))).selectByValue("sqlite--jdbc");
        new Select(browser.findElement(By.id("other"))).selectByValue("sqlite-referent--mybatis");

        assertThat(rows()).isPositive().isLessThan(all);
        assertThat(row("matrix", "fresh-connection").getText()).contains("accepted", "rejected");

        browser.findElement(By.cssSelector("#view button[type=reset]")).click();
        new WebDriverWait(browser, PATIENCE).until(page -> rows() == all);
    }

    @Test
    void filtersByTextAndGroup() {
        browser.findElement(By.id("text")).sendKeys("fresh-connection");
        assertThat(rows()).isEqualTo(1);

        new Select(browser.findElement(By.id("group"))).selectByValue("RACES");
        assertThat(rows()).isZero();
    }

    @Test
    void runsAScenarioLive() {
        for (String list : List.of("engines", "paths", "scenarios")) {
            new Select(browser.findElement(By.id("live-" + list))).deselectAll();
        }
        new Select(browser.findElement(By.id("live-engines"))).selectByVisibleText("h2");
        new Select(browser.findElement(By.id("live-paths"))).selectByVisibleText("hibernate");
        new Select(browser.findElement(By.id("live-scenarios"))).selectByVisibleText("in-a-transaction");
        browser.findElement(By.cssSelector("#live button[type=submit]")).click();

        new WebDriverWait(browser, PATIENCE).until(ExpectedConditions.textToBe(By.id("live-progress"), "1 of 1 cells"));
        WebElement row = row("live-results", "in-a-transaction");
        assertThat(row.getText()).contains("rejected");
        row.findElement(By.cssSelector("td.cell button")).click();
        assertThat(browser.findElement(By.id("cell")).getText()).contains("in-a-transaction · h2 · hibernate");
    }

    @Test
    void isNoWiderThanTheWindow() throws Exception {
        for (int width : List.of(500, 1400)) {
            browser.manage().window().setSize(new Dimension(width, 900));

            Files.write(Path.of("target", "compare-page-" + width + ".png"), browser.getScreenshotAs(OutputType.BYTES));
            assertThat(browser.executeScript(
                            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .as("%s pixels", width)
                    .isEqualTo(true);
        }
    }

    private int rows() {
        return browser.findElements(By.cssSelector("#matrix tbody th[scope=row]"))
                .size();
    }

    private WebElement row(String table, String scenario) {
        return browser.findElement(
                By.xpath("//table[@id='" + table + "']//tr[th[starts-with(., '" + scenario + "')]]"));
    }
}
