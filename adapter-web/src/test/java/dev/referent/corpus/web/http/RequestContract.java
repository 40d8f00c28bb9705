package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Paths, methods and queries, before any of them reaches the corpus. */
public interface RequestContract extends ServedCorpus {

    @Test
    default void findsNothingUnderAnIdThatNoRecordHas() {
        Api api = api();
        api.utterance();
        for (String id : List.of(
                "abc",
                "-1",
                "+1",
                "1.0",
                "1e3",
                "01",
                "0",
                "99999",
                "9223372036854775807",
                "9223372036854775808",
                "99999999999999999999999",
                "%20",
                "1%20",
                "null",
                "%F0%9F%8E%A4")) {
            for (String kind : StatusContract.KINDS) {
                assertThat(api.get("/v0.1/" + kind + "/" + id).detail(404)).startsWith("there is no " + kind + " ");
                api.delete("/v0.1/" + kind + "/" + id).problem(404);
            }
            api.get("/v0.1/audio/" + id + "/file/u.wav").problem(404);
            api.get("/v0.1/transcription/" + id + "/file/untitled.txt").problem(404);
        }
    }

    @Test
    default void findsNothingUnderAnEmptyId() {
        Api api = api();
        for (String kind : StatusContract.KINDS) {
            api.get("/v0.1/" + kind + "/").problem(404);
        }
        api.get("/v0.1").problem(404);
        assertThat(api.get("/nothing/here").detail(404)).isEqualTo("there is nothing at /nothing/here");
    }

    @Test
    default void namesTheMethodsThatArePossible() {
        Api api = api();
        Answer list = api.send("PUT", "/v0.1/utterance");
        assertThat(list.detail(405)).startsWith("the method is not allowed here; use ");
        assertThat(list.header("Allow").split(", ")).containsExactlyInAnyOrder("GET", "HEAD", "POST");
        Answer one = api.send("PATCH", "/v0.1/audio/1");
        one.problem(405);
        assertThat(one.header("Allow").split(", ")).containsExactlyInAnyOrder("GET", "HEAD", "DELETE");
        api.send("POST", "/v0.1/utterance/1").problem(405);
        api.send("OPTIONS", "/v0.1/utterance").problem(405);
    }

    @Test
    default void answersHeadAsItAnswersGet() {
        Api api = api();
        long id = api.utterance();
        assertThat(api.send("HEAD", "/v0.1/utterance/" + id).status()).isEqualTo(200);
        for (String path : List.of("/v0.1/utterance", "/v0.1/utterance/99999", "/nothing", "/try/run")) {
            Answer head = api.send("HEAD", path);
            Answer get = api.get(path);
            assertThat(head.status()).isEqualTo(get.status());
            assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
        }
        assertThat(api.send("HEAD", "/v0.1/utterance").header("X-Total-Count")).isEqualTo("1");
    }

    @Test
    default void ignoresWhatItDoesNotKnow() {
        Api api = api();
        long audio = api.audio("a.wav");
        long transcription = api.transcription("t");
        api.post(
                        "/v0.1/utterance?colour=blue",
                        "{\"id\":7,\"audioId\":%d,\"transcriptionId\":%d,\"colour\":{\"a\":[1]}}"
                                .formatted(audio, transcription))
                .json(201);
        api.post("/v0.1/transcription?x", "{\"text\":\"t\",\"id\":99,\"colour\":null}")
                .json(201);
        assertThat(api.get("/v0.1/utterance?colour=blue&x").json(200)).hasSize(1);
    }

    @Test
    default void rejectsWhatIsNoPage() {
        Api api = api();
        for (String query : List.of(
                "pageSize=abc",
                "pageSize=",
                "pageSize",
                "pageSize=1.5",
                "pageSize=1e1",
                "pageSize=%2B1",
                "pageSize=%201",
                "pageSize=1001",
                "pageSize=99999999999999999999999999",
                "pageSize=%zz",
                "pageSize=%ff",
                "pageSize=%D9%A1",
                "pageSize=5&pageSize=5",
                "pageSize=-1&pageNumber=x",
                "pageNumber=abc",
                "pageNumber=",
                "pageNumber=0x1",
                "pageNumber=1&pageNumber=2")) {
            String answer =
                    api.raw("GET /v0.1/utterance?" + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(query).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
        }
    }

    @Test
    default void namesThePageThatWasAskedFor() {
        assertThat(api().get("/v0.1/audio?pageNumber=99999999999999999999").detail(404))
                .isEqualTo("there is no page 99999999999999999999 of size 20");
    }

    @Test
    default void hasOneContentTypeForErrorsUnlessTheClientPrefersAPage() {
        Api api = api();
        for (String accepted : new String[] {"application/json", "*/*", "image/png"}) {
            api.send(api.request("/v0.1/audio/7").header("Accept", accepted).build())
                    .problem(404);
            api.send(api.request("/nowhere").header("Accept", accepted).build()).problem(404);
            assertThat(api.raw("GET /%zz HTTP/1.1\r\nHost: x\r\nAccept: " + accepted + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Content-Type: application/problem+json\r\n");
        }
    }

    @Test
    default void namesNoServer() {
        assertThat(api().get("/").headers().map()).doesNotContainKeys("server", "x-powered-by");
        assertThat(api().raw("NONSENSE\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .doesNotContainIgnoringCase("jetty", "javalin");
    }
}
