package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose pages may change the corpus: a browser sends a form anywhere without asking first. */
public interface OriginContract extends ServedCorpus {

    @Test
    default void takesNothingFromThePagesOfOthers() {
        Api api = api();
        long id = api.audio("a.wav");
        for (String foreign : List.of(
                "https://example.org",
                "null",
                "",
                "http://127.0.0.1",
                "http://localhost:" + uri().getPort(),
                uri() + "/x",
                "file://" + uri().getAuthority())) {
            assertThat(upload(api, foreign).detail(403)).contains("other origins");
            api.send(api.request("/v0.1/audio/" + id)
                            .header("Origin", foreign)
                            .DELETE()
                            .build())
                    .problem(403);
        }
        assertThat(api.get("/v0.1/audio").json(200)).hasSize(1);
    }

    @Test
    default void takesWhatItsOwnPagesSend() {
        Api api = api();
        upload(api, uri().toString()).json(201);
        upload(api, "https://" + uri().getAuthority()).json(201);
    }

    private static Answer upload(Api api, String origin) {
        byte[] form = new Form().file("audioFile", "a.wav", "RIFF").bytes();
        return api.send(api.request("/v0.1/audio")
                .header("Origin", origin)
                .header("Content-Type", Form.TYPE)
                .POST(BodyPublishers.ofByteArray(form))
                .build());
    }
}
