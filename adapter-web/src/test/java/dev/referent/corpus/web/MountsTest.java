package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MountsTest {
    private static final String PAGE =
            "<html><style>p { margin: 0 }</style><script>let a = 1;</script><script>let b = 2;</script></html>";

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init") // set before each test
    private WebServer server;

    @BeforeEach
    void start() {
        Mounts mounts = new Mounts(
                List.of(
                        new MountedPage("/page", "A page beside", () -> PAGE),
                        new MountedPage("/broken", "A page that cannot be made", () -> {
                            throw new IllegalStateException("/secret/path");
                        })),
                List.of(new MountedJob("/run", "A job", List.of("words"), Duration.ofSeconds(2), this::prepare)));
        WebSettings settings = new WebSettings("127.0.0.1", 0, 1_000, Optional.empty());
        server = WebServer.start(settings, NoCorpus.served(), mounts);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Tells each word; the word "stay" lasts until it is interrupted. */
    private MountedJob.Work prepare(Map<String, List<String>> members) {
        List<String> words = members.getOrDefault("words", List.of());
        return lines -> {
            for (String word : words) {
                lines.accept("{\"message\":\"" + word + "\"}");
                stay(word, lines);
            }
        };
    }

    private void stay(String word, Consumer<String> lines) throws InterruptedException {
        if (word.equals("stay")) {
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        }
        if (word.equals("fail")) {
            throw new IllegalStateException("/secret/path" + lines);
        }
    }

    @Test
    void showsAPageThatRunsItsOwnScriptsAlone() throws Exception {
        HttpResponse<String> page = get("/page");

        assertThat(page.body()).isEqualTo(PAGE);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .containsPattern("script-src 'sha256-[^']+' 'sha256-[^']+'; connect-src 'self'")
                .doesNotContain("unsafe");
    }

    @Test
    void servesTheOtherPagesWhereOneCannotBeMade() throws Exception {
        HttpResponse<String> broken = get("/broken");

        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).doesNotContain("secret");
        assertThat(get("/page").statusCode()).isEqualTo(200);
    }

    @Test
    void linksThePageFromTheFrontPage() throws Exception {
        assertThat(get("/").body()).contains("<a href=\"/page\">A page beside</a>");
    }

    @Test
    void describesBoth() throws Exception {
        assertThat(get("/openapi.json").body()).contains("\"/page\":", "\"/run\":", "application/x-ndjson");
    }

    @Test
    void streamsWhatAJobTells() throws Exception {
        HttpResponse<String> answer = client.send(post("{\"words\":[\"a\",\"b\"]}"), BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(answer.body().lines().filter(line -> !line.isEmpty()))
                .containsExactly("{\"message\":\"a\"}", "{\"message\":\"b\"}");
    }

    @Test
    void refusesWhatIsNoListOfStrings() throws Exception {
        for (String body : List.of("{\"words\":\"a\"}", "{\"words\":[1]}", "{\"words\":null}", "[]", "{")) {
            assertThat(client.send(post(body), BodyHandlers.ofString()).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void takesNothingFromThePagesOfOthers() throws Exception {
        HttpRequest foreign = HttpRequest.newBuilder(server.uri().resolve("/run"))
                .header("Content-Type", "application/json")
                .header("Origin", "https://example.org")
                .POST(BodyPublishers.ofString("{}"))
                .build();

        assertThat(client.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void runsOneJobAtATimeAndEndsItWhenTheClientGoes() throws Exception {
        HttpResponse<InputStream> first = client.send(post("{\"words\":[\"stay\"]}"), BodyHandlers.ofInputStream());
        assertThat(line(first.body())).contains("stay");

        HttpResponse<String> second = client.send(post("{}"), BodyHandlers.ofString());
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("another run is running");

        first.body().close();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsAJobAtItsLimit() throws Exception {
        HttpResponse<String> answer = client.send(post("{\"words\":[\"stay\"]}"), BodyHandlers.ofString());

        assertThat(answer.body()).contains("stopped after 2 seconds");
        assertThat(interrupted.await(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsAJobWhenTheServerStops() throws Exception {
        HttpResponse<InputStream> answer = client.send(post("{\"words\":[\"stay\"]}"), BodyHandlers.ofInputStream());
        assertThat(line(answer.body())).contains("stay");

        server.close();

        assertThat(interrupted.await(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void keepsTheReasonOfAFailureToItself() throws Exception {
        HttpResponse<String> answer = client.send(post("{\"words\":[\"fail\"]}"), BodyHandlers.ofString());

        assertThat(answer.body()).contains("failed unexpectedly").doesNotContain("secret");
    }

    private static String line(InputStream stream) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = stream.read(); next >= 0 && (next != '\n' || line.isEmpty()); next = stream.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = server.uri().resolve(path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private HttpRequest post(String body) {
        return HttpRequest.newBuilder(server.uri().resolve("/run"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
