package dev.referent.corpus.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.referent.corpus.StorageUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorHandlersTest {

    private static final String UNEXPECTED = "{\"type\":\"about:blank\",\"title\":\"Server Error\",\"status\":500,"
            + "\"detail\":\"the server failed unexpectedly; its log says why\"}";

    @Test
    void keepsItsInternalsToItself() throws Exception {
        try (WebServer server = start(NoCorpus.served(), Optional.empty())) {
            HttpResponse<String> answer = get(server, "/v0.1/audio");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).isEqualToIgnoringNewLines(UNEXPECTED);
        }
    }

    @Test
    void outlivesAFailureOfThePlatform() throws Exception {
        WebCorpus failing = NoCorpus.served(() -> {
            throw new StackOverflowError();
        });
        try (WebServer server = start(failing, Optional.empty())) {
            HttpResponse<String> answer = get(server, "/v0.1/audio/1");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).isEqualToIgnoringNewLines(UNEXPECTED);
            assertThat(get(server, "/openapi.json").statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Timeout(20) // instead of for ever
    void answersWhereTheFailureOfThePlatformMeetsTheAnswerToo() throws Exception {
        WebCorpus failing = NoCorpus.served(() -> {
            throw new UnloggableError();
        });
        try (WebServer server = start(failing, Optional.empty())) {
            HttpResponse<String> answer = get(server, "/v0.1/audio/1");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEmpty();
            assertThat(get(server, "/openapi.json").statusCode()).isEqualTo(200);
        }
    }

    /** An error that no log can show. */
    private static final class UnloggableError extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new StackOverflowError();
        }
    }

    @Test
    void asksToTryAgainWhenTheStorageIsBusy() throws Exception {
        WebCorpus busy = NoCorpus.served(() -> {
            throw new StorageUnavailableException("the database is busy; try again", new IOException());
        });
        try (WebServer server = start(busy, Optional.empty())) {
            HttpResponse<String> answer = get(server, "/v0.1/utterance");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(answer.body()).contains("\"detail\":\"the database is busy; try again\"");
        }
    }

    @Test
    void isNotUpWhenTheDatabaseCannotBeRead() throws Exception {
        try (WebServer server = start(NoCorpus.served(), Optional.empty())) {
            HttpResponse<String> answer = get(server, "/health");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
            assertThat(answer.body()).contains("the database cannot be read").doesNotContain("secret");
        }
    }

    @Test
    void finishesWhatIsInFlightBeforeItStops() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        WebServer server = start(
                NoCorpus.served(() -> {
                    asked.countDown();
                    await(released);
                }),
                Optional.empty());
        CompletableFuture<HttpResponse<String>> slow = HttpClient.newHttpClient()
                .sendAsync(request(server, "/v0.1/utterance").build(), BodyHandlers.ofString());
        await(asked);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
        Thread.sleep(300);
        assertThat(closing).isNotDone();
        released.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS).body()).isEqualTo("[]\n");
        closing.get(10, TimeUnit.SECONDS);
    }

    @Test
    void letsInTheOneOriginThatItIsToldOf() throws Exception {
        try (WebServer server = start(NoCorpus.served(() -> {}), Optional.of("https://example.org"))) {
            HttpResponse<String> answer = from(server, "https://example.org", "GET");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("https://example.org");
            assertThat(answer.headers()
                            .firstValue("Access-Control-Expose-Headers")
                            .orElse(""))
                    .contains("X-Total-Count", "Link", "Location");
            HttpResponse<String> preflight = from(server, "https://example.org", "OPTIONS");
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("https://example.org");
            assertThat(preflight.headers().firstValue("Content-Type")).isEmpty();
            assertThat(from(server, "https://example.org", "POST").statusCode()).isEqualTo(400);
            assertThat(from(server, "https://elsewhere.org", "POST").statusCode())
                    .isEqualTo(403);

            HttpResponse<String> other = from(server, "https://elsewhere.org", "GET");
            assertThat(other.statusCode()).isEqualTo(200);
            assertThat(other.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "example.org", "https://*.example.org", "https://example.org/", "ftp://x", ""})
    void rejectsAnOriginThatIsNone(String origin) {
        assertThatThrownBy(() -> start(NoCorpus.served(), Optional.of(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"%s\" is no origin; give scheme://host[:port], as in https://example.org, or * for all",
                        origin);
        start(NoCorpus.served(), Optional.empty()).close();
    }

    @Test
    void holdsUpItsStopForNobodyWhoAsksNothing() throws Exception {
        WebServer server = start(NoCorpus.served(), Optional.empty());
        try (Socket idle = new Socket(server.uri().getHost(), server.uri().getPort())) {
            String request =
                    "GET /openapi.json HTTP/1.1\r\nHost: " + server.uri().getAuthority() + "\r\n\r\n";
            idle.getOutputStream().write(request.getBytes(US_ASCII));
            assertThat(idle.getInputStream().read()).isEqualTo('H');
            assertTimeout(Duration.ofSeconds(2), server::close);
            assertThatThrownBy(() -> get(server, "/openapi.json")).isInstanceOf(ConnectException.class);
        }
        server.close();
    }

    private WebServer start(WebCorpus corpus, Optional<String> corsOrigin) {
        return WebServer.start(new WebSettings("127.0.0.1", 0, 1_000, corsOrigin), corpus, Mounts.none());
    }

    private static HttpResponse<String> from(WebServer server, String origin, String method) throws Exception {
        return send(request(server, "/v0.1/utterance")
                .header("Origin", origin)
                .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private static HttpResponse<String> get(WebServer server, String path) throws Exception {
        return send(request(server, path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(WebServer server, String path) {
        return HttpRequest.newBuilder(server.uri().resolve(path));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
