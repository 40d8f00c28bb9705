package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.referent.corpus.web.WebSettings;
import dev.referent.corpus.web.http.Answer;
import dev.referent.corpus.web.http.Api;
import dev.referent.evidence.comparison.scenario.Scenarios;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The comparison over HTTP; each answer is held against the server's description. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveComparisonTest {
    @SuppressWarnings("NullAway.Init") // set before all tests
    private RunningServer server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        WebSettings settings = new WebSettings("127.0.0.1", 0, 1_000, Optional.empty());
        DatabaseUrl url = new DatabaseUrl("jdbc:sqlite:" + folder.resolve("x.sqlite"));
        server = RunningServer.start(Adapter.MYBATIS, url, folder.resolve("uploads"), settings);
        api = new Api(server.uri());
    }

    @AfterAll
    void stop() {
        server.close();
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
                    "h2"                  | ["jdbc"] | ["fresh-connection"] | engines is a string
                    """)
    void refusesWhatItDoesNotKnow(String engines, String paths, String scenarios, String detail) {
        String body = "{\"engines\":%s,\"paths\":%s,\"scenarios\":%s}".formatted(engines, paths, scenarios);

        assertThat(api.post("/compare/run", body).detail(400)).startsWith(detail);
    }

    @Test
    void refusesMoreThanItWillRun() {
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
