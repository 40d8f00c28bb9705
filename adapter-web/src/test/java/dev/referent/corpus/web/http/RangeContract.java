package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.function.BiConsumer;
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
    }

    /** A cache takes them over, so that it would serve a recording as text, or as nothing. */
    @Test
    default void saysTheSameOfAFileThatTheClientHasAlready() {
        Api api = api();
        String file = "/v0.1/audio/" + api.audio("a.wav") + "/file/a.wav";
        Answer whole = api.get(file);

        Answer known = api.send(
                api.request(file).header("If-None-Match", whole.header("ETag")).build());

        assertThat(known.status()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        for (String header : List.of("Content-Type", "Content-Length", "ETag", "Cache-Control")) {
            assertThat(known.header(header))
                    .as(header)
                    .isEqualTo(whole.header(header))
                    .isNotEmpty();
        }
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

    @Test
    default void evaluatesTheConditionsInTheirOrder() {
        Api api = api();
        String file = "/v0.1/audio/" + api.audio("a.wav") + "/file/a.wav";
        String tag = api.get(file).header("ETag");
        String date = "Mon, 01 Jan 2001 00:00:00 GMT"; // the file has none, and so conditions with a date are ignored

        for (String method : List.of("GET", "HEAD")) {
            boolean isGet = method.equals("GET");
            BiConsumer<Integer, List<String>> answers = (status, headers) -> {
                HttpRequest request = api.request(file)
                        .headers(headers.toArray(String[]::new))
                        .method(method, BodyPublishers.noBody())
                        .build();
                assertThat(api.send(request).status())
                        .as("%s with %s", method, headers)
                        .isEqualTo(status);
            };
            answers.accept(412, List.of("If-Match", "\"other\"", "If-None-Match", tag));
            answers.accept(412, List.of("If-Match", "\"other\"", "If-None-Match", "*", "Range", "bytes=1-2"));
            answers.accept(304, List.of("If-Match", tag, "If-None-Match", tag, "Range", "bytes=9-"));
            answers.accept(304, List.of("If-None-Match", "\"other\", W/" + tag, "If-Modified-Since", date));
            answers.accept(200, List.of("If-None-Match", "\"other\"", "If-Modified-Since", date));
            answers.accept(200, List.of("If-Unmodified-Since", date));
            answers.accept(200, List.of("If-Range", tag));
            answers.accept(isGet ? 206 : 200, List.of("If-Match", tag, "Range", "bytes=1-2", "If-Range", tag));
            answers.accept(isGet ? 416 : 200, List.of("If-Match", "*", "Range", "bytes=9-", "If-Range", tag));
            for (String other : List.of("\"other\"", "W/" + tag, date)) {
                answers.accept(200, List.of("Range", "bytes=9-", "If-Range", other));
            }
        }
    }
}
