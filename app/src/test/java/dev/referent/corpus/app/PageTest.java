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
}
