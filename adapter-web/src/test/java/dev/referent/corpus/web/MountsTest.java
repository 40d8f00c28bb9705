package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MountsTest {
    private static final PageContent PAGE = new PageContent("<h1>Beside</h1>", "p { margin: 0 }", "let a = 1;");

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger copies = new AtomicInteger();

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private WebServer server;

    @BeforeEach
    void start() {
        Mounts mounts = new Mounts(
                List.of(
                        new MountedPage("/page", "Beside", "A page beside", () -> PAGE),
                        new MountedPage("/broken", "Broken", "A page that cannot be made", () -> {
                            throw new IllegalStateException("/secret/path");
                        })),
                List.of(
                        new MountedJob(
                                "/run",
                                "A job",
                                Map.of("words", List.of("a")),
                                Duration.ofSeconds(2),
                                1,
                                this::prepare),
                        new MountedJob(
                                "/long",
                                "Longer",
                                Map.of("words", List.of("a")),
                                Duration.ofMinutes(1),
                                1,
                                this::prepare)),
                List.of(new MountedFileJob(
                        "/file",
                        "A file",
                        10,
                        () -> folder.resolve("sent" + copies.incrementAndGet()),
                        Duration.ofSeconds(20),
                        this::prepare)));
        WebSettings settings = new WebSettings("127.0.0.1", 0, 1_000, Optional.empty());
        server = WebServer.start(settings, NoCorpus.served(), mounts);
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.close();
    }

    /** Tells each word; "stay" lasts until it is interrupted, and "ignore" until the test is over, whatever happens. */
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
        while (word.equals("ignore") && over.getCount() > 0) {
            try {
                over.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }
        if (word.equals("fail")) {
            throw new IllegalStateException("/secret/path" + lines);
        }
    }

    @Test
    void showsAPageInTheCommonFrameWithItsStyleAndScriptBeside() throws Exception {
        HttpResponse<String> page = get("/page");

        assertThat(page.body()).contains("<h1>Beside</h1>", "/page/page.css", "/page/page.js", "aria-label=\"Pages\"");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(get("/page/page.css").body()).isEqualTo(PAGE.style());
        assertThat(get("/page/page.js").body()).isEqualTo(PAGE.script());
    }

    @Test
    void passesTheFileThatAClientSendsToItsJob() throws Exception {
        assertThat(send("/file", "abc").body().strip()).isEqualTo("{\"message\":\"3\"}");
        assertThat(send("/file", "").statusCode()).isEqualTo(400);
        assertThat(send("/file", "abcdefghijk").statusCode()).isEqualTo(413);
    }

    private HttpResponse<String> send(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri().resolve(path))
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** Tells the size of the file; one of five bytes takes until the test is over. */
    private MountedJob.Work prepare(Path file) {
        return lines -> {
            lines.accept("{\"message\":\"" + Files.size(file) + "\"}");
            stay(Files.size(file) == 5 ? "ignore" : "", lines);
        };
    }

    @Test
    void receivesNoFileWhileItsJobCouldNotBegin() throws Exception {
        HttpRequest first = HttpRequest.newBuilder(server.uri().resolve("/file"))
                .POST(BodyPublishers.ofString("abcde"))
                .build();
        try (InputStream running =
                client.send(first, BodyHandlers.ofInputStream()).body()) {
            assertThat(line(running)).contains("5");

            HttpResponse<String> second = send("/file", "larger than a file may be");

            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(second.body()).contains("another run is running");
        }
    }

    @Test
    void receivesFourFilesAtATime() throws Exception {
        RawClient raw = new RawClient(server.uri());
        List<Socket> senders = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Socket sender = raw.open();
                senders.add(sender);
                sender.getOutputStream()
                        .write(RawClient.bytes("POST /file HTTP/1.1\r\n" + raw.host()
                                + "\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
                assertThat(line(sender.getInputStream())).startsWith("HTTP/1.1 100 ");
            }

            HttpResponse<String> fifth = send("/file", "abc");

            assertThat(fifth.statusCode()).isEqualTo(409);
            assertThat(fifth.body()).contains("4 files are being received");
        } finally {
            for (Socket sender : senders) {
                sender.close();
            }
        }
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
        assertThat(get("/").body()).contains("<a href=\"/page\">Beside</a>");
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
    void rejectsWhatIsNoListOfStrings() throws Exception {
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
        HttpResponse<InputStream> first =
                client.send(post("/long", "{\"words\":[\"stay\"]}"), BodyHandlers.ofInputStream());
        assertThat(line(first.body())).contains("stay");

        HttpResponse<String> second = client.send(post("/long", "{}"), BodyHandlers.ofString());
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("another run is running");

        first.body().close();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void runsTheNextJobOfAClientThatHasJustStoppedItsLast() throws Exception {
        HttpResponse<InputStream> first =
                client.send(post("/long", "{\"words\":[\"stay\"]}"), BodyHandlers.ofInputStream());
        assertThat(line(first.body())).contains("stay");
        first.body().close();

        HttpResponse<String> next = client.send(post("/long", "{\"words\":[\"next\"]}"), BodyHandlers.ofString());

        assertThat(next.body()).contains("next");
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
    void waitsAMomentOnlyForAJobThatIgnoresThatTheServerStops() throws Exception {
        HttpResponse<InputStream> answer =
                client.send(post("/long", "{\"words\":[\"ignore\"]}"), BodyHandlers.ofInputStream());
        assertThat(line(answer.body())).contains("ignore");

        assertTimeout(Duration.ofSeconds(10), server::close);

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
        return post("/run", body);
    }

    private HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(server.uri().resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
