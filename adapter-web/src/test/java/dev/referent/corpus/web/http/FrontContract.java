package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What lies beside the API: the front page, the description, the health. */
public interface FrontContract extends ServedCorpus {

    @Test
    default void showsTheFirstCallsWithItsOwnAddress() {
        Answer page = api().get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'; style-src 'sha256-");
        assertThat(page.body())
                .contains("curl -F audioFile=@speech.wav " + uri() + "/v0.1/audio")
                .doesNotContain("localhost:8080", "<script");
    }

    @Test
    default void showsNoAddressThatIsNone() {
        String answer = api().raw("GET / HTTP/1.1\r\nHost: a'b\"c\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("a'b\"c");
    }

    @Test
    default void isUp() {
        assertThat(api().get("/health").json(200).toString()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    default void describesTheMethodsOfEachPath() {
        Api api = api();
        Description.of(api.get("/openapi.json").body()).operations().forEach((path, methods) -> {
            String some = path.replace("{id}", "1").replace("{name}", "x");
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
