package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What lies beside the API: the front page, the description, the health. */
public interface FrontContract extends ServedCorpus {

    @Test
    default void showsItsPagesUnderAStrictPolicy() {
        for (String path : List.of("/", "/docs", "/problems/foreign-key")) {
            Answer page = api().get(path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
            assertThat(page.header("Content-Security-Policy"))
                    .startsWith("default-src 'none';")
                    .doesNotContain("unsafe");
            assertThat(page.body()).doesNotContain("<style", "style=", "onclick", "http://", "https://");
        }
    }

    @Test
    default void sendsAPageOnceAndCompressed() {
        Api api = api();
        String tag = api.get("/").header("ETag");
        Answer again = api.send(api.request("/").header("If-None-Match", tag).build());
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        Answer compressed = api.send(api.request("/assets/style.css")
                .header("Accept-Encoding", "gzip")
                .build());
        assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(compressed.header("Vary")).contains("Accept-Encoding");
        api.get("/assets/none.js").problem(404);
    }

    @Test
    default void showsTheStartOfALongTextInAList() {
        Api api = api();
        String ends = "\uD83D\uDE00".repeat(299) + "a";
        long id = api.post("/v0.1/transcription", "{\"text\":\"" + ends + "b\"}")
                .json(201)
                .get("id")
                .longValue();

        assertThat(opened("/v0.1/transcription?pageSize=1000"))
                .contains(ends + " …</span>")
                .doesNotContain(ends + "b");
        assertThat(opened("/v0.1/transcription/" + id)).contains(ends + "b</span>");
    }

    @Test
    default void showsListsAndErrorsToABrowserAsPages() {
        Api api = api();
        long utterance = api.utterance();
        String record = "/v0.1/utterance/" + utterance;
        assertThat(opened("/v0.1/utterance?pageSize=1")).contains("200", "<a href=\"" + record + "\">");
        assertThat(opened(record)).contains("200", "<dl>", "<dt>audio</dt>");
        assertThat(opened("/v0.1/utterance/99999")).contains("404", "there is no utterance 99999");
        assertThat(opened("/<b>")).contains("400").doesNotContain("<b>");
        assertThat(opened("/v0.1//audio")).contains("400", "<h1>Bad Request</h1>", "style-src 'self'");
        assertThat(opened("/no/such/page")).contains("404", "<h1>Not Found</h1>");
    }

    /** Returns what a browser gets that opens an address. */
    private String opened(String path) {
        return api().raw("GET " + path + " HTTP/1.1\r\nHost: " + api().authority()
                + "\r\nAccept: Text/HTML,*/*;q=0.8\r\n"
                + "Connection: close\r\n\r\n");
    }

    @Test
    default void ignoresPreferencesThatAreMalformed() {
        Api api = api();
        for (String header : List.of("\"", "text/html;q=\"", "text/html;q=1,\"x", ";;;,,,", "text/html;q=0")) {
            assertThat(api.send(api.request("/v0.1/audio")
                                    .header("Accept", header)
                                    .build())
                            .json(200))
                    .isEmpty();
            assertThat(api.send(api.request("/assets/style.css")
                                    .header("Accept-Encoding", header)
                                    .header("If-None-Match", header)
                                    .build())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    default void endsJsonWithALineEnd() {
        Api api = api();
        for (String path : List.of("/health", "/v0.1/audio", "/v0.1/audio/1", "/openapi.json")) {
            assertThat(api.raw("GET " + path + " HTTP/1.0\r\nHost: " + api.authority() + "\r\n\r\n"))
                    .doesNotContain(" 421 ")
                    .endsWith("\n");
        }
    }

    @Test
    default void isUp() {
        assertThat(api().get("/health").json(200).toString()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    default void describesTheMethodsOfEachPath() {
        Api api = api();
        Description.of(api.get("/openapi.json").body()).operations().forEach((path, methods) -> {
            String some = path.replace("{id}", "1").replaceAll("\\{\\w+}", "x");
            Answer answer = api.send("PURGE", some);
            answer.problem(405);
            Set<String> allowed = new TreeSet<>(Set.of(answer.header("Allow").split(", ")));
            assertThat(allowed.remove("HEAD")).isEqualTo(allowed.contains("GET"));
            assertThat(allowed).as(path).containsAll(methods);
        });
    }

    @Test
    default void letsNoOtherOriginIn() {
        Api api = api();
        Answer answer = api.send(api.request("/v0.1/utterance")
                .header("Origin", "https://example.org")
                .build());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }
}
