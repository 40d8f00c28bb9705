package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.http.Api;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page of the corpus in a real browser, where one is installed. */
final class FrontPageTest extends PageTest {
    private static final String PLAYED_FROM_THE_MIDDLE =
            """
            const done = arguments[arguments.length - 1];
            const size = 20 * 60 * 8000;
            const view = new DataView(new ArrayBuffer(44 + size));
            const word = (at, letters) => [...letters].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
            word(0, 'RIFF'); view.setUint32(4, 36 + size, true); word(8, 'WAVEfmt '); view.setUint32(16, 16, true);
            view.setUint16(20, 1, true); view.setUint16(22, 1, true); view.setUint32(24, 8000, true);
            view.setUint32(28, 8000, true); view.setUint16(32, 1, true); view.setUint16(34, 8, true);
            word(36, 'data'); view.setUint32(40, size, true);
            (async () => {
              const form = new FormData();
              form.append('audioFile', new File([view.buffer], 'long.wav'));
              const stored = await (await fetch('/v0.1/audio', {method: 'POST', body: form})).json();
              const audio = new Audio(stored.url);
              await new Promise(resolve => { audio.onloadedmetadata = resolve; audio.load(); });
              audio.currentTime = 900;
              await new Promise(resolve => audio.onseeked = resolve);
              return audio.currentTime + ' of ' + audio.duration;
            })().then(done, failure => done(String(failure)));
            """;

    private static final String OUT_OF_ORDER =
            """
            const [path] = arguments;
            window.working = window.fetch;
            const answer = () => new Response('{"title":"Unavailable","status":503,"detail":"out of order"}', {status: 503});
            window.fetch = (to, options) => String(to).endsWith(path) ? Promise.resolve(answer()) : window.working(to, options);
            """;

    @BeforeEach
    void open() {
        pages.open("/");
    }

    @Test
    void storesTheSampleCorpusAndShowsWhatStandsInTheWayOfADelete() {
        pages.click("#sample");
        pages.await("#uploads", "high-low is utterance", "high-low-high is utterance");
        pages.await("#records", "low-high.wav", "á à");

        pages.click("#view input[value=audio]");
        pages.await("#records thead", "In utterances");
        pages.click("#records button[aria-label='Delete recording 1']");
        pages.await("#in-the-way", "409 Conflict", "audio.id = 1 is still referenced by utterance.audio_id");

        pages.find("#view input[type=search]").sendKeys("high-low");
        pages.await("#count", "2 of 3 recordings");
        assertThat(pages.find("#in-the-way").getText()).isEmpty();
        pages.click("#records button[aria-label='Delete recording 1']");
        pages.click("#in-the-way button");
        pages.await("#in-the-way", "Recording 1 is deleted.");
        pages.await("#count", "2 recordings");
        assertThat(browser.switchTo().activeElement().getAccessibleName()).isEqualTo("Records"); // the button is gone
    }

    @Test
    void explainsAPairWithoutItsRecording() {
        pages.click("#pair button");

        pages.await(
                "#pair-outcome",
                "400 Foreign key violated",
                "no row of audio has audio.id = 99999, which utterance.audio_id would reference (utterance_audio_fk)");
        pages.click("#pair-outcome a");
        assertThat(pages.find("h1").getText()).isEqualTo("Foreign key violated");
    }

    /** JavaScript's numbers hold integers up to 2^53. */
    @Test
    void namesTheVeryIdThatIsPaired() {
        for (String[] field : new String[][] {
            {"audioId", "9223372036854775807"}, {"transcriptionId", "9007199254740993"},
        }) {
            WebElement input = pages.find("#pair [name=" + field[0] + "]");
            input.clear();
            input.sendKeys(field[1]);
        }
        pages.click("#pair button");

        pages.await("#pair-outcome", "audio.id = 9223372036854775807", "transcription.id = 9007199254740993");
    }

    @Test
    void pairsFilesByNameAndExplainsEachFailure(@TempDir Path files) throws Exception {
        Path audio = Files.writeString(files.resolve("speech.wav"), "RIFF");
        Path text = Files.writeString(files.resolve("speech.txt"), "ɓà");
        Path alone = Files.writeString(files.resolve("alone.txt"), "ŋ́");
        Path unnamed = Files.writeString(files.resolve(".txt"), "ŋ̀");
        Path latin = Files.write(files.resolve("latin.txt"), new byte[] {(byte) 0xE9});
        Path other = Files.writeString(files.resolve("notes.doc"), "x");

        pages.find("#files")
                .sendKeys(audio + "\n" + text + "\n" + alone + "\n" + unnamed + "\n" + latin + "\n" + other);

        pages.await("#upload-status", "4 of 6 files are stored.");
        pages.await(
                "#uploads",
                "speech is utterance 1.",
                "alone is stored; no recording has its name",
                ".txt is stored; no recording has its name",
                "400 Invalid input",
                "neither a recording (wav, wave, mp3)");
        pages.await("#records", "speech.wav", "ɓà");
        Browser.assertComplainsOnlyOf(browser, "400");
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 1440})
    void wrapsANameWithoutSpaces(int width, @TempDir Path files) throws Exception {
        Path audio = Files.writeString(files.resolve("x".repeat(200) + ".wav"), "RIFF");
        pages.find("#files").sendKeys(audio.toString());
        pages.await("#upload-status", "1 of 1 files are stored.");
        pages.click("#view input[value=audio]");
        pages.await("#records", ".wav");

        Browser.show(browser, width, "light");
        try {
            assertThat(browser.executeScript("const table = document.getElementById('records');"
                            + " return table.parentNode.scrollWidth - table.parentNode.clientWidth"))
                    .isEqualTo(0L);
        } finally {
            Browser.showNormally(browser);
        }
    }

    @Test
    void keepsTheOutcomesOfFilesWhileOthersAreAdded() {
        browser.executeScript(
                """
                for (const name of ['first.doc', 'second.txt']) {
                  const data = new DataTransfer();
                  data.items.add(new File(['x'], name));
                  document.getElementById('drop').dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}));
                }
                """);

        pages.await("#uploads", "second is stored");
        assertThat(pages.find("#uploads").getText()).contains("first.doc", "neither a recording");
    }

    /** Whether a record exists is not known if it could not be read. */
    @Test
    void takesNoRecordForMissingThatItCouldNotRead() {
        browser.executeScript(OUT_OF_ORDER, "/v0.1/audio/1");
        new Api(pages.uri()).utterance();
        pages.click("#view input[value=transcription]");
        pages.await("#count", "1 transcription");

        pages.click("#view input[value=utterance]");
        pages.await("#in-the-way", "503", "out of order");
        assertThat(pages.find("#records tbody").getText()).isEmpty();

        browser.executeScript("window.fetch = window.working");
        pages.click("#in-the-way button");
        pages.await("#count", "1 utterance");
        assertThat(pages.find("#records tbody").getText()).doesNotContain("does not exist");
        assertThat(pages.find("#in-the-way").getText()).isEmpty();
    }

    /** The API names the first 20. */
    @Test
    void countsAllUtterancesThatAreInTheWay() {
        Api api = new Api(pages.uri());
        long audio = api.audio("a.wav");
        for (int i = 0; i < 21; i++) {
            api.pair(audio, api.transcription("t"));
        }
        pages.click("#view input[value=audio]");
        pages.await("#records", "10 and 11 more");

        pages.click("#records button");
        pages.await("#in-the-way", "In the way: 21 utterances", "Delete these 20");
        pages.click("#in-the-way button");
        pages.await("#in-the-way", "In the way: utterance 21.", "Delete it and recording 1");
        pages.click("#in-the-way button");
        pages.await("#in-the-way", "Recording 1 is deleted.");
    }

    @Test
    void showsTextInItsOwnDirection() {
        new Api(pages.uri()).post("/v0.1/transcription", "{\"text\":\"שלום\"}");
        pages.click("#view input[value=transcription]");
        pages.await("#records", "שלום");
        assertThat(pages.find("#records td[data-label=Text] .text").getCssValue("direction"))
                .isEqualTo("rtl");

        pages.open("/v0.1/transcription/1");
        assertThat(browser.findElements(By.cssSelector("dd .text")))
                .anySatisfy(text -> assertThat(text.getCssValue("direction")).isEqualTo("rtl"));
    }

    @Test
    void offersNothingThatNeedsScriptsWithoutThem() {
        browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            for (String path : List.of("/", "/try", "/audit", "/compare")) {
                browser.get(pages.uri() + path);
                assertThat(browser.findElements(By.cssSelector("main button, main input, main select")))
                        .noneMatch(WebElement::isDisplayed);
                assertThat(pages.find("main").getText()).contains("This page needs JavaScript");
            }
        } finally {
            browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }

    @Test
    void storesADroppedFile() {
        drop("dropped.txt", "ŋ́");

        pages.await("#uploads", "dropped is stored; no recording has its name");
    }

    @Test
    void searchesAndTurnsPages(@TempDir Path files) throws Exception {
        StringBuilder paths = new StringBuilder();
        for (int i = 1; i <= 12; i++) {
            Path file = Files.writeString(files.resolve("t" + i + ".txt"), i == 12 ? "needle" : "hay");
            paths.append(i == 1 ? "" : "\n").append(file);
        }
        pages.find("#files").sendKeys(paths);
        pages.await("#upload-status", "12 of 12 files are stored.");
        pages.click("#view input[value=transcription]");
        pages.await("#page", "Page 1 of 2");

        pages.click("#next");
        pages.await("#page", "Page 2 of 2");
        pages.await("#records", "needle");
        pages.find("#view input[type=search]").sendKeys("NEEDLE");

        pages.await("#count", "1 of 12 transcriptions");
        assertThat(browser.findElements(By.cssSelector("#records tbody tr"))).hasSize(1);
        Browser.assertNoComplaints(browser);
    }

    @Test
    void deletesOneRecordForADoubleClick() {
        Api api = new Api(pages.uri());
        for (int i = 0; i < 3; i++) {
            api.post("/v0.1/transcription", "{\"text\":\"t\"}");
        }
        pages.open("/");
        pages.click("#view input[value=transcription]");
        pages.await("#count", "3 transcriptions");

        WebElement delete = pages.find("#records button[aria-label='Delete transcription 2']");
        new Actions(browser)
                .click(delete)
                .pause(Duration.ofMillis(300)) // the next row moves there
                .click()
                .perform();

        pages.await("#in-the-way", "Transcription 2 is deleted.");
        pages.await("#count", "2 transcriptions");
        assertThat(List.of(
                        api.get("/v0.1/transcription/1").status(),
                        api.get("/v0.1/transcription/3").status()))
                .containsOnly(200);
    }

    @Test
    void keepsTheFocusOfTheKeyboardAtTheRecords() {
        new Api(pages.uri()).post("/v0.1/transcription", "{\"text\":\"t\"}");
        pages.open("/");
        pages.click("#view input[value=transcription]");
        pages.await("#count", "1 transcription");

        pages.find("#records button").sendKeys(Keys.ENTER);

        pages.await("#in-the-way", "Transcription 1 is deleted.");
        pages.await("#count", "0 transcriptions");
        assertThat(browser.switchTo().activeElement().getAccessibleName()).isEqualTo("Records");
    }

    @Test
    void turnsNoMorePagesThanThereAre() {
        for (int i = 0; i < 11; i++) {
            new Api(pages.uri()).post("/v0.1/transcription", "{\"text\":\"t\"}");
        }
        pages.open("/");
        pages.click("#view input[value=transcription]");
        pages.await("#page", "Page 1 of 2");

        for (String button : List.of("next", "previous")) {
            browser.executeScript(
                    "const button = document.getElementById(arguments[0]); button.click(); button.click();", button);
            pages.await("#page", button.equals("next") ? "Page 2 of 2" : "Page 1 of 2");
            pages.await("#records", button.equals("next") ? "11" : "10");
        }
        Browser.assertNoComplaints(browser);
    }

    @Test
    void playsALongRecordingFromTheMiddle() {
        assertThat(browser.executeAsyncScript(PLAYED_FROM_THE_MIDDLE)).isEqualTo("900 of 1200");
    }
}
