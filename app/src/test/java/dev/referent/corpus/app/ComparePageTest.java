package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The page of the comparison in a real browser, where one is installed. */
final class ComparePageTest extends PageTest {
    private static final Dimension WINDOW = new Dimension(1000, 900);
    private static final String FORGET =
            """
            const done = arguments[arguments.length - 1];
            document.querySelectorAll('dialog[open]').forEach(dialog => dialog.close());
            document.querySelectorAll('#live-clear:not([hidden])').forEach(button => button.click());
            document.querySelector('#view button[type=reset]').click();
            setTimeout(() => setTimeout(done));
            """;

    /** Loads the page, whose 2 MB take a second, once. */
    @BeforeAll
    static void load(ServedPages served) {
        served.browser().manage().window().setSize(WINDOW);
        served.open("/compare");
    }

    @BeforeEach
    void forget() {
        browser.executeAsyncScript(FORGET);
    }

    @AfterEach
    void hasNothingToComplainOf() {
        Browser.assertNoComplaints(browser);
    }

    @Test
    void keepsASignBesideItsWord() {
        assertThat(browser.executeScript(
                        "return [...document.querySelectorAll('#matrix .ORPHAN button')].filter(cell => {"
                                + " const range = document.createRange(); range.setStart(cell.firstChild, 0); range.setEnd(cell.firstChild, 3);"
                                + " return range.getClientRects().length > 1; }).length"))
                .isEqualTo(0L);
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

        pages.open("/compare#in-a-transaction--postgresql-18--hibernate");
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
        pages.await(() -> rows() == all);
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
        run("h2", "hibernate", "in-a-transaction");
        run("h2", "jdbc", "fresh-connection");

        assertThat(row("live-results", "fresh-connection").getText()).contains("rejected");
        WebElement row = row("live-results", "in-a-transaction");
        assertThat(row.getText()).contains("rejected");
        row.findElement(By.cssSelector("td.cell button")).click();
        assertThat(browser.findElement(By.id("cell")).getText()).contains("in-a-transaction · h2 · hibernate");
    }

    private void run(String engine, String path, String scenario) {
        Map<String, String> choices = Map.of("engines", engine, "paths", path, "scenarios", scenario);
        choices.forEach((list, choice) -> {
            Select select = new Select(browser.findElement(By.id("live-" + list)));
            select.deselectAll();
            select.selectByVisibleText(choice);
        });
        browser.findElement(By.cssSelector("#live button[type=submit]")).click();
        pages.await("#live-results", scenario);
        pages.await("#live-progress", "1 of 1 cells");
        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("Run");
    }

    @Test
    void keepsTheResultsUntilTheyAreCleared() {
        run("sqlite", "jdbc", "fresh-connection");
        browser.findElement(By.id("live-clear")).click();

        assertThat(browser.findElement(By.id("live-table")).isDisplayed()).isFalse();
        assertThat(browser.findElement(By.id("live-progress")).getText()).isEmpty();
        assertThat(browser.switchTo().activeElement().getText())
                .isEqualTo("Run"); // the button that had the focus is gone
    }

    @Test
    void isReachedByKeysWithinAHundredStops() {
        assertThat(
                        (Long)
                                browser.executeScript(
                                        """
                        return [...document.querySelectorAll('a, button, select, input, summary, [tabindex]')]
                            .filter(element => element.tabIndex >= 0 && element.offsetParent).length
                        """))
                .isLessThan(100);

        WebElement first = browser.findElement(By.cssSelector("#matrix td.cell button[tabindex='0']"));
        first.sendKeys(Keys.ARROW_DOWN);
        browser.switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT);
        browser.switchTo().activeElement().sendKeys(Keys.ENTER);

        assertThat(browser.findElement(By.id("cell-title")).getText())
                .isEqualTo("in-a-transaction · sqlite-referent · jdbc");
    }

    @Test
    void isNoWiderThanTheWindow() {
        try {
            for (int width : List.of(500, 641, 900, 1190, 1191)) {
                Browser.show(browser, width, "light");
                Browser.assertFits(browser, width + " pixels");
            }
        } finally {
            Browser.showNormally(browser);
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
