package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which answers the pages of an allowed origin may read: all, so that an application can show why a request is rejected. */
final class CorsTest {
    private static final String ALLOWED = "Origin: https://example.org";
    private static final String LETS_READ = "Access-Control-Allow-Origin: https://example.org\r\n";

    @SuppressWarnings("NullAway.Init") // set by each test
    private WebServer server;

    private RawClient start(String cors, int requestsPerSecond) {
        Access access = new Access(Set.of(), Optional.empty(), requestsPerSecond);
        MountedJob job = new MountedJob("/run", "A job", Map.of(), Duration.ofSeconds(5), 1, members -> lines -> {});
        server = WebServer.start(
                new WebSettings("127.0.0.1", 0, 1_000, Optional.of(cors), access),
                NoCorpus.served(),
                new Mounts(List.of(), List.of(job)));
        return new RawClient(server.uri());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void letsAnAllowedPageReadEveryProblem() {
        RawClient client = start("https://example.org", 0);
        String coding = "Transfer-Encoding: gzip, chunked";
        String large = "Content-Type: multipart/form-data; boundary=z\r\nContent-Length: 3000000";
        List<String> answers = List.of(
                client.request("GET", "/%zz", ALLOWED),
                client.request("GET", "/nothing", ALLOWED),
                client.request("GET", "/v0.1/transcription/fromFile", ALLOWED),
                client.request("GET", "/run", ALLOWED),
                client.request("PUT", "/v0.1/transcription", ALLOWED),
                client.request("POST", "/v0.1/audio", ALLOWED, "Expect: 100-continue", large),
                client.request("GET", "/health", ALLOWED, "X: " + "x".repeat(1 << 14)),
                client.request("GET", "/v0.1/audio", ALLOWED),
                client.request("POST", "/v0.1/transcription", ALLOWED, coding));

        assertThat(answers)
                .extracting(answer -> answer.substring(9, 12))
                .containsExactly("400", "404", "405", "405", "405", "413", "431", "500", "501");
        assertThat(answers).allSatisfy(answer -> assertThat(answer)
                .containsOnlyOnce(LETS_READ)
                .containsPattern("Vary: .*Origin")
                .containsPattern("Access-Control-Expose-Headers: .*Retry-After"));
    }

    @Test
    void namesTheAllowedOriginAsBrowsersDo() {
        assertThat(start("https://Example.org:443", 0).request("GET", "/%zz", ALLOWED))
                .startsWith("HTTP/1.1 400 ")
                .contains(LETS_READ);
    }

    @Test
    void letsAnAllowedPageReadThatItAsksTooOften() {
        RawClient client = start("https://example.org", 5);
        String last = "";
        for (int i = 0; i < 40 && !last.startsWith("HTTP/1.1 429 "); i++) {
            last = client.request("GET", "/openapi.json", ALLOWED);
        }

        assertThat(last).startsWith("HTTP/1.1 429 ").containsOnlyOnce(LETS_READ);
        assertThat(client.request("GET", "/openapi.json", "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 429 ")
                .contains("Vary: Origin\r\n")
                .doesNotContain("Access-Control-Allow-Origin");
    }

    @Test
    void answersThePreflightOfEveryRequest() {
        RawClient client = start("https://example.org", 0);
        for (String path : List.of("/v0.1/audio", "/v0.1/audio/1", "/v0.1/transcription/fromFile", "/run")) {
            assertThat(client.request(
                            "OPTIONS",
                            path,
                            ALLOWED,
                            "Access-Control-Request-Method: POST",
                            "Access-Control-Request-Headers: authorization,content-type"))
                    .as(path)
                    .startsWith("HTTP/1.1 204 ")
                    .contains(
                            LETS_READ,
                            "Access-Control-Allow-Methods: POST\r\n",
                            "Access-Control-Allow-Headers: authorization,content-type\r\n");
        }
        assertThat(client.request("OPTIONS", "/run", "Origin: https://evil.example"))
                .doesNotContain("Access-Control-Allow");
    }

    @Test
    void letsEveryPageReadIfAllOriginsAreAllowed() {
        RawClient client = start("*", 0);
        for (String origin : List.of("https://example.org", "null")) {
            assertThat(client.request("GET", "/openapi.json", "Origin: " + origin))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Access-Control-Allow-Origin: *\r\n");
        }
    }
}
