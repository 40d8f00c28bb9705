package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts of a recording's file, as a player asks for them. */
public interface RangeContract extends ServedCorpus {

    @Test
    default void sendsThePartThatAPlayerAsksFor() {
        Api api = api();
        String file = "/v0.1/audio/" + api.audio("a.wav") + "/file/a.wav";
        String tag = api.get(file).header("ETag");

        Answer part = api.send(api.request(file).header("Range", "bytes=1-2").build());

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("IF");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 1-2/4");
        assertThat(part.header("Content-Length")).isEqualTo("2");
        assertThat(part.header("ETag")).isEqualTo(tag).isNotEmpty();
        assertThat(api.send(api.request(file)
                                .header("Range", "bytes=1-2")
                                .header("If-Range", "\"other\"")
                                .build())
                        .body())
                .isEqualTo("RIFF");
        assertThat(api.send(api.request(file).header("If-None-Match", tag).build())
                        .status())
                .isEqualTo(304);
    }

    @Test
    default void answersHeadAsAGetOfTheWholeFile() {
        Api api = api();
        String file = "/v0.1/audio/" + api.audio("a.wav") + "/file/a.wav";

        Answer answer = api.send(api.request(file)
                .header("Range", "bytes=1-2")
                .method("HEAD", BodyPublishers.noBody())
                .build());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEqualTo("4");
    }

    @Test
    default void sendsOnlyTheFileThatIfMatchNames() {
        Api api = api();
        String file = "/v0.1/audio/" + api.audio("a.wav") + "/file/a.wav";
        String tag = api.get(file).header("ETag");

        for (String same : List.of(tag, "\"other\", " + tag, "*")) {
            assertThat(api.send(api.request(file).header("If-Match", same).build())
                            .body())
                    .isEqualTo("RIFF");
        }
        assertThat(api.send(api.request(file)
                                .header("If-Match", "\"other\"")
                                .header("If-Match", tag)
                                .build())
                        .body())
                .isEqualTo("RIFF");
        for (String other : List.of("\"other\"", "W/" + tag)) {
            api.send(api.request(file).header("If-Match", other).build()).problem(412);
        }
    }

    @Test
    default void namesTheSizeOfAFileThatHasNoSuchPart() {
        Api api = api();
        String file = "/v0.1/audio/" + api.audio("a.wav") + "/file/a.wav";

        Answer answer = api.send(api.request(file).header("Range", "bytes=4-").build());

        answer.problem(416);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes */4");
    }
}
