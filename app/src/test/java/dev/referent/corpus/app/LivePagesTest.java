package dev.referent.corpus.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.referent.corpus.web.WebSettings;
import dev.referent.corpus.web.http.Answer;
import dev.referent.corpus.web.http.Api;
import dev.referent.evidence.comparison.scenario.Scenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stories, the audit and the comparison over HTTP; each answer is held against the server's description. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LivePagesTest {
    private static final String TYPE = "application/octet-stream";

    @SuppressWarnings("NullAway.Init") // set before all tests
    private RunningServer server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Api api;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Stored stored;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        stored = Stored.in(folder);
        WebSettings settings = new WebSettings("127.0.0.1", 0, 1_000, Optional.empty());
        DatabaseUrl url = new DatabaseUrl("jdbc:sqlite:" + stored.database());
        server = RunningServer.start(Adapter.MYBATIS, url, stored.uploads(), settings);
        api = new Api(server.uri());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"story":["none"]}                                                | there is no story none
                    {"story":["utterance"],"statements":["x"],"values":[]}            | statements has an entry that is not a number
                    {"story":["utterance"],"statements":["0"],"values":["1"]}         | values has 1 values
                    {"story":["utterance"],"statements":"0","values":[]}              | statements is a string
                    """)
    void rejectsAStoryThatItDoesNotHave(String body, String detail) {
        assertThat(api.post("/try/run", body).detail(400)).startsWith(detail);
    }

    @Test
    void auditsTheServedDatabaseWithoutItsAddress() {
        Answer answer = api.post("/audit/run", "{}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"report\":", "utterance_audio_fk")
                .doesNotContain("referent.sqlite", "jdbc:");
    }

    @Test
    void auditsACopyOfAFileAndDeletesIt(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("library.db");
        Rows rows = new Rows("jdbc:sqlite:" + file);
        rows.execute("PRAGMA journal_mode=WAL");
        rows.execute("CREATE TABLE author (id INTEGER PRIMARY KEY)");
        rows.execute("CREATE TABLE book (id INTEGER PRIMARY KEY, author INTEGER REFERENCES author)");
        rows.execute("INSERT INTO book VALUES (1, 5)");

        Answer answer = api.post("/audit/file", TYPE, Files.readAllBytes(file));

        assertThat(answer.body())
                .contains("\"orphanRows\": 1", "book_author_fkey")
                .doesNotContain("incoming");
        assertThat(stored.files()).isEmpty();
    }

    @Test
    void saysThatAReportLacksWhatIsOnlyInTheLogOfAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("library.db");
        Rows rows = new Rows("jdbc:sqlite:" + file);
        rows.execute("CREATE TABLE author (id INTEGER PRIMARY KEY)");
        String caution = "what is only in its -wal file is not in this report";
        assertThat(api.post("/audit/file", TYPE, Files.readAllBytes(file)).body())
                .contains("\"report\":")
                .doesNotContain(caution);

        rows.execute("PRAGMA journal_mode=WAL");
        assertThat(api.post("/audit/file", TYPE, Files.readAllBytes(file)).body())
                .contains("\"report\":", caution);
    }

    @Test
    void rejectsAFileThatIsNoDatabase() {
        assertThat(api.post("/audit/file", TYPE, "no database".getBytes(UTF_8)).detail(400))
                .startsWith("the file is not an SQLite database");
    }

    @Test
    void saysWhatIsWrongWithADamagedFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("library.db");
        new Rows("jdbc:sqlite:" + file).execute("CREATE TABLE author (id INTEGER PRIMARY KEY)");
        byte[] damaged = Files.readAllBytes(file);
        Arrays.fill(damaged, 100, damaged.length, (byte) 0x55); // what follows the header

        Answer answer = api.post("/audit/file", TYPE, damaged);

        assertThat(answer.body()).contains("the database is damaged").doesNotContain("report", "incoming");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE book (x INT, author TEXT AS (hex(zeroblob(300000 + x))) REFERENCES author)",
                "CREATE TABLE book (x INT, author TEXT AS (replace(hex(zeroblob(50000)), '0', 'aaaaa')) REFERENCES author)",
            })
    void readsNoValueOfAnySize(String table, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("library.db");
        Rows rows = new Rows("jdbc:sqlite:" + file);
        rows.execute("CREATE TABLE author (name TEXT PRIMARY KEY)");
        rows.execute(table);
        rows.execute("INSERT INTO book (x) VALUES (1)");

        assertThat(api.post("/audit/file", TYPE, Files.readAllBytes(file)).body())
                .contains("larger than are read here")
                .doesNotContain("report");
    }

    @Test
    void runsNoCodeOfAnyLength(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("library.db");
        Rows rows = new Rows("jdbc:sqlite:" + file);
        rows.execute("CREATE TABLE author (name TEXT PRIMARY KEY)");
        rows.execute("CREATE TABLE book (t0 TEXT"
                + IntStream.rangeClosed(1, 16)
                        .mapToObj(i -> ", t" + i + " TEXT AS (t" + (i - 1) + " || t" + (i - 1) + ")")
                        .collect(Collectors.joining())
                + ", FOREIGN KEY (t16) REFERENCES author)");

        assertThat(api.post("/audit/file", TYPE, Files.readAllBytes(file)).body())
                .contains("larger than are read here")
                .doesNotContain("report");
    }

    @Test
    void saysThatADeclarationIsTooLarge(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("library.db");
        new Rows("jdbc:sqlite:" + file).execute("CREATE TABLE book (x INT /* %s */)".formatted("x".repeat(200_000)));

        assertThat(api.post("/audit/file", TYPE, Files.readAllBytes(file)).body())
                .contains("or declarations of tables, views or triggers, larger than are read here")
                .doesNotContain("report");
    }

    @Test
    void readsTheKeysBesideALargeValue(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("library.db");
        Rows rows = new Rows("jdbc:sqlite:" + file);
        rows.execute("CREATE TABLE author (id INTEGER PRIMARY KEY)");
        rows.execute("CREATE TABLE book (scan BLOB, author INTEGER REFERENCES author)");
        rows.execute("INSERT INTO book VALUES (zeroblob(5000000), 5)");

        assertThat(api.post("/audit/file", TYPE, Files.readAllBytes(file)).body())
                .contains("\"orphanRows\": 1");
    }

    @Test
    void showsTheReportOfTheDocumentation() {
        Answer page = api.get("/compare");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("fresh-connection", "\"live\":{\"url\":\"/compare/run\"");
        assertThat(api.get("/").body()).contains("<a href=\"/compare\">");
    }

    @Test
    void runsScenariosLive() throws Exception {
        Answer answer = api.post(
                "/compare/run",
                "{\"engines\":[\"h2\",\"sqlite\"],\"paths\":[\"jdbc\"],\"scenarios\":[\"fresh-connection\"]}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> outcomes = new ArrayList<>();
        for (String line : answer.body().lines().filter(text -> !text.isEmpty()).toList()) {
            JsonNode event = new ObjectMapper().readTree(line);
            if (event.has("cell")) {
                outcomes.add(event.at("/cell/engine").textValue() + ": "
                        + event.at("/cell/words").textValue());
            }
        }
        assertThat(outcomes).containsExactly("sqlite: ⚠ accepted, 1 orphan", "h2: ✓ rejected at statement");
        assertThat(answer.body().strip()).endsWith("{\"message\":\"2 of 2 cells\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ["h2"]                | ["jdbc"] | []                   | scenarios is empty
                    []                    | ["jdbc"] | ["fresh-connection"] | engines is empty
                    ["oracle"]            | ["jdbc"] | ["fresh-connection"] | engines has no oracle
                    ["x=jdbc:h2:mem:x"]   | ["jdbc"] | ["fresh-connection"] | engines has no x=jdbc:h2:mem:x
                    ["h2"]                | ["jpa"]  | ["fresh-connection"] | paths has no jpa
                    ["h2"]                | ["jdbc"] | ["in-a-transction"]  | scenarios has no in-a-transction; name some of the
                    "h2"                  | ["jdbc"] | ["fresh-connection"] | engines is a string
                    """)
    void rejectsWhatItDoesNotKnow(String engines, String paths, String scenarios, String detail) {
        String body = "{\"engines\":%s,\"paths\":%s,\"scenarios\":%s}".formatted(engines, paths, scenarios);

        assertThat(api.post("/compare/run", body).detail(400)).startsWith(detail);
    }

    @Test
    void namesTheScenarioThatIsMeantAndNotEveryOne() {
        assertThat(api.post(
                                "/compare/run",
                                "{\"engines\":[\"h2\"],\"paths\":[\"jdbc\"],\"scenarios\":[\"in-a-transction\"]}")
                        .detail(400))
                .endsWith(" that /compare shows; did you mean in-a-transaction?")
                .doesNotContain("fresh-connection");
    }

    @Test
    void rejectsMoreThanItWillRun() {
        List<String> scenarios = Scenarios.all().stream()
                .map(scenario -> "\"" + scenario.name() + "\"")
                .toList();

        assertThat(api.post(
                                "/compare/run",
                                "{\"engines\":[\"h2\"],\"paths\":[\"jdbc\"],\"scenarios\":" + scenarios + "}")
                        .detail(400))
                .contains("ask for at most 60");
    }
}
