package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.corpus.contract.InMemoryAudioFiles;
import dev.referent.corpus.contract.InMemoryCorpus;
import dev.referent.corpus.usecase.AddAudio;
import dev.referent.corpus.usecase.AddTranscription;
import dev.referent.corpus.usecase.AddUtterance;
import dev.referent.corpus.usecase.RemoveRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may send requests, and what requests may not mean. */
final class AccessTest {
    private static final String TOKEN = "correct-horse-battery-staple";
    private static final String TEXT = "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"text\":\"t\"}";

    private final InMemoryCorpus corpus = new InMemoryCorpus();
    private final InMemoryAudioFiles files = new InMemoryAudioFiles(1_000);

    @SuppressWarnings("NullAway.Init") // set by each test
    private WebServer server;

    private RawClient start(Access access) {
        return start(access, Optional.empty());
    }

    private RawClient start(Access access, Optional<String> cors) {
        MountedJob job = new MountedJob("/run", "A job", Map.of(), Duration.ofSeconds(5), 1, members -> lines -> {});
        server = WebServer.start(
                new WebSettings("127.0.0.1", 0, 1_000, cors, access), served(), new Mounts(List.of(), List.of(job)));
        return new RawClient(server.uri());
    }

    private WebCorpus served() {
        return new WebCorpus(
                corpus.audios(),
                corpus.transcriptions(),
                files,
                new AddAudio(corpus, files, Clock.systemUTC()),
                new AddTranscription(corpus.transcriptions(), Clock.systemUTC()),
                new AddUtterance(corpus.utterances()),
                corpus.utterances(),
                new RemoveRecord(corpus, files));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Access named(String... hosts) {
        return new Access(Set.of(hosts), Optional.empty(), 0);
    }

    @Test
    void answersNoRequestThatIsAddressedToAnotherName() {
        RawClient client = start(named("Corpus.example.org", "proxy.example.org:8443"));
        int port = server.uri().getPort();
        for (String path : List.of("/", "/health", "/openapi.json", "/v0.1/audio", "/run", "/nothing")) {
            for (String host : List.of(
                    "evil.example",
                    "evil.example:" + port,
                    "127.0.0.1.evil.example:" + port,
                    "localhost.evil.example:" + port,
                    "localhost",
                    "x.localhost:" + port,
                    "localhost:" + (port + 1),
                    "127.0.0.1:1",
                    "corpus.example.org:1",
                    "proxy.example.org",
                    "192.0.2.1:" + port)) {
                assertThat(client.send("GET " + path + " HTTP/1.1", "Host: " + host))
                        .as(host + path)
                        .startsWith("HTTP/1.1 421 ")
                        .contains("application/problem+json", "--allowed-host");
            }
        }
        assertThat(client.send("DELETE /v0.1/audio/1 HTTP/1.1", "Host: evil.example"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(client.send("GET /health HTTP/1.0")).startsWith("HTTP/1.1 421 ");
    }

    @Test
    void answersByEachOfItsNames() {
        RawClient client = start(named("Corpus.example.org", "proxy.example.org:8443"));
        int port = server.uri().getPort();
        for (String host : List.of(
                "localhost:" + port,
                "localhost.:" + port,
                "LOCALHOST:" + port,
                "127.0.0.1:" + port,
                "[::1]:" + port,
                "corpus.example.org",
                "corpus.example.org:" + port,
                "proxy.example.org:8443")) {
            assertThat(client.send("GET /openapi.json HTTP/1.1", "Host: " + host))
                    .as(host)
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void ignoresAnotherMethodInAHeader() {
        RawClient client = start(Access.local());
        assertThat(client.request("POST", "/v0.1/transcription", TEXT)).startsWith("HTTP/1.1 201 ");
        for (String name : List.of("X-HTTP-Method-Override", "x-http-method-override", "X-HTTP-METHOD-OVERRIDE")) {
            assertThat(client.request("GET", "/v0.1/transcription/1", name + ": DELETE"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\"text\":\"t\"");
            assertThat(client.request("POST", "/v0.1/transcription/1", name + ": DELETE", "Content-Length: 0"))
                    .startsWith("HTTP/1.1 405 ");
        }
        assertThat(client.request("GET", "/v0.1/transcription/1")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void namesTheOneMethodOfAPathThatTakesOnlyPost() {
        RawClient client = start(Access.local());
        for (String path : List.of("/v0.1/transcription/fromFile", "/run")) {
            for (String method : List.of("GET", "HEAD", "DELETE", "PUT", "PATCH", "PURGE", "OPTIONS")) {
                assertThat(client.request(method, path))
                        .as(method + " " + path)
                        .startsWith("HTTP/1.1 405 ")
                        .contains("Allow: POST\r\n");
            }
        }
    }

    @Test
    void decodesNoTransferCodingButChunked() {
        RawClient client = start(Access.local());
        for (String coding : List.of("gzip", "gzip, chunked", "identity", "xchunked", "chunked, chunked", "x")) {
            assertThat(client.request("POST", "/v0.1/transcription", "Transfer-Encoding: " + coding))
                    .as(coding)
                    .matches("(?s)HTTP/1\\.1 (501|400) .*")
                    .contains("application/problem+json");
        }
        assertThat(client.request("POST", "/v0.1/transcription", "Transfer-Encoding: gzip, chunked"))
                .startsWith("HTTP/1.1 501 ")
                .contains("the only transfer coding here is chunked");
        assertThat(
                        client.request(
                                "POST",
                                "/v0.1/transcription",
                                "Connection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: CHUNKED\r\n\r\nc\r\n{\"text\":\"t\"}\r\n0"))
                .startsWith("HTTP/1.1 201 ");
    }

    @Test
    void lendsNoAnswerToAnotherSite() {
        RawClient client = start(Access.local(), Optional.of("https://example.org"));
        for (String path : List.of("/", "/v0.1/audio", "/v0.1/audio/7", "/nothing", "/%zz")) {
            assertThat(client.request("GET", path))
                    .as(path)
                    .contains("Cross-Origin-Resource-Policy: same-origin\r\n")
                    .contains("Referrer-Policy: same-origin\r\n")
                    .contains("X-Content-Type-Options: nosniff\r\n")
                    .contains("frame-ancestors 'none'");
        }
        assertThat(client.request("GET", "/v0.1/audio", "Origin: https://example.org"))
                .contains("Vary: Origin\r\n", "Access-Control-Allow-Origin: https://example.org\r\n");
    }

    @Test
    void tellsAnAllowedPageWhyItIsRejectedAndShowsItTheHeaders() {
        RawClient client = start(new Access(Set.of(), Optional.of(TOKEN), 0), Optional.of("https://example.org"));
        assertThat(client.request("DELETE", "/v0.1/audio/1", "Origin: https://example.org"))
                .startsWith("HTTP/1.1 401 ")
                .contains("Access-Control-Allow-Origin: https://example.org\r\n")
                .containsPattern("Access-Control-Expose-Headers: .*X-Total-Count-At-Least.*ETag.*Content-Range");
        assertThat(client.request("DELETE", "/v0.1/audio/1", "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 401 ")
                .doesNotContain("Access-Control-Allow-Origin");
        assertThat(client.request(
                        "OPTIONS",
                        "/v0.1/transcription/fromFile",
                        "Origin: https://example.org",
                        "Access-Control-Request-Method: POST"))
                .startsWith("HTTP/1.1 204 ");
        assertThat(client.send("DELETE /v0.1/audio/1 HTTP/1.1", "Host: x", "Origin: https://example.org"))
                .startsWith("HTTP/1.1 421 ")
                .doesNotContain("Access-Control-Allow-Origin");
    }

    @Test
    void changesAndRunsNothingWithoutItsToken() {
        RawClient client = start(new Access(Set.of(), Optional.of(TOKEN), 0));
        for (String proof : List.of(
                "X: y",
                "Authorization: Bearer",
                "Authorization: Bearer wrong",
                "Authorization: Basic " + TOKEN,
                "Authorization: Bearer " + TOKEN + "x",
                "Cookie: referent-" + server.uri().getPort() + "=wrong",
                "Cookie: referent-1=" + TOKEN)) {
            for (String path : List.of("/v0.1/transcription", "/v0.1/audio", "/run")) {
                assertThat(client.request("POST", path, proof, TEXT))
                        .as(proof)
                        .startsWith("HTTP/1.1 401 ")
                        .contains("WWW-Authenticate: Bearer")
                        .doesNotContain(TOKEN);
            }
            assertThat(client.request("DELETE", "/v0.1/audio/1", proof)).startsWith("HTTP/1.1 401 ");
        }
        assertThat(client.request("GET", "/v0.1/transcription"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("[]\n");
        for (String scheme : List.of("Bearer", "bearer", "BEARER")) {
            assertThat(client.request("POST", "/v0.1/transcription", "Authorization: " + scheme + " " + TOKEN, TEXT))
                    .startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void tellsAWrongTokenFromNone() {
        RawClient client = start(new Access(Set.of(), Optional.of(TOKEN), 0));
        assertThat(client.request("POST", "/run"))
                .contains("WWW-Authenticate: Bearer\r\n", "changes and runs nothing without its token; send");
        for (String proof : List.of(
                "Authorization: Bearer wrong",
                "Cookie: referent-" + server.uri().getPort() + "=wrong")) {
            assertThat(client.request("POST", "/run", proof))
                    .contains("WWW-Authenticate: Bearer error=\"invalid_token\"\r\n")
                    .contains("that is not the token of this server");
        }
        assertThat(client.request("GET", "/?token=wrong")).contains("that is not the token of this server");
    }

    @Test
    void exchangesTheTokenOfAUrlForACookie() {
        RawClient client = start(new Access(Set.of(), Optional.of(TOKEN), 0));
        String answer = client.request("GET", "/?token=" + TOKEN);
        assertThat(answer).startsWith("HTTP/1.1 303 ").contains("Location: /\r\n");
        Matcher cookie = Pattern.compile("Set-Cookie: ([^;]+); ([^\r]*)").matcher(answer);
        assertThat(cookie.find()).as(answer).isTrue();
        assertThat(cookie.group(2)).contains("Path=/", "HttpOnly", "SameSite=Strict");
        assertThat(client.request("POST", "/v0.1/transcription", "Cookie: " + cookie.group(1), TEXT))
                .startsWith("HTTP/1.1 201 ");
        assertThat(client.request("GET", "/?token=wrong"))
                .startsWith("HTTP/1.1 401 ")
                .doesNotContain("Set-Cookie");
    }

    @Test
    void tellsAClientThatAsksTooOftenToWait() {
        RawClient client = start(new Access(Set.of(), Optional.empty(), 5));
        String last = "";
        int answered = 0;
        for (int i = 0; i < 40 && !last.startsWith("HTTP/1.1 429 "); i++) {
            last = client.request("GET", "/openapi.json");
            answered++;
        }
        assertThat(answered).isGreaterThan(5);
        assertThat(last)
                .startsWith("HTTP/1.1 429 ")
                .contains("Retry-After: 1\r\n", "application/problem+json", "too many requests");
    }

    @Test
    void rejectsAccessThatMakesNoSense() {
        start(Access.local());
        for (String host : List.of("", "a b", "http://x", "x:y", "*", "a/b")) {
            assertThatThrownBy(() -> named(host)).as(host).isInstanceOf(IllegalArgumentException.class);
        }
        for (String token : List.of("", "short", "sixteen characters", "x".repeat(257))) {
            assertThatThrownBy(() -> new Access(Set.of(), Optional.of(token), 0))
                    .as(token)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Access(Set.of(), Optional.empty(), -1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
