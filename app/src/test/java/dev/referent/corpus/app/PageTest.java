package dev.referent.corpus.app;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.chrome.ChromeDriver;

/** The pages of a server whose corpus is empty when a test begins. */
@ExtendWith(Browser.class)
abstract class PageTest {
    @SuppressWarnings("NullAway.Init") // set before each test
    ServedPages pages;

    @SuppressWarnings("NullAway.Init") // set before each test
    ChromeDriver browser;

    @BeforeEach
    final void empty(ServedPages served) {
        pages = served;
        browser = served.browser();
        pages.empty();
        Browser.forgetComplaints(browser);
    }

    /** Drops a file on the page's area for files. */
    final void drop(String name, String content) {
        browser.executeScript(
                """
                const data = new DataTransfer();
                data.items.add(new File([arguments[1]], arguments[0]));
                document.getElementById('drop').dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}));
                """,
                name,
                content);
    }
}
