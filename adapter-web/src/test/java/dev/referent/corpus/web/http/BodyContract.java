package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JSON in and out. */
public interface BodyContract extends ServedCorpus {

    @Test
    default void namesATranscriptionAfterItsFile() {
        Api api = api();
        JsonNode named = api.post("/v0.1/transcription", "{\"text\":\"t\",\"filename\":\"f.txt\"}")
                .json(201);
        assertThat(named.get("name").textValue()).isEqualTo("f.txt");
        JsonNode unnamed = api.post("/v0.1/transcription", "{\"text\":\"t\",\"filename\":null,\"name\":null}")
                .json(201);
        assertThat(unnamed.get("name").textValue()).isEqualTo("untitled.txt");
    }

    @Test
    default void storesTextInNormalizationFormC() {
        Api api = api();
        JsonNode added = api.post("/v0.1/transcription", "{\"text\":\"a\\u0301\",\"name\":\"e\\u0301\"}")
                .json(201);
        assertThat(added.get("text").textValue()).isEqualTo("á");
        assertThat(added.get("name").textValue()).isEqualTo("é");
    }

    @Test
    default void saysWhichMemberIsNoId() {
        Api api = api();
        Map.of(
                        "9223372036854775808", "out of range",
                        "-9223372036854775809", "out of range",
                        "1e3", "a number with a fraction or an exponent",
                        "1.0", "a number with a fraction or an exponent",
                        "\"1\"", "a string",
                        "true", "a boolean",
                        "null", "null",
                        "[1]", "an array",
                        "{}", "an object")
                .forEach((value, called) -> {
                    String wayOut = " is " + called + "; send a 64-bit integer";
                    assertThat(api.post("/v0.1/utterance", "{\"audioId\":" + value + ",\"transcriptionId\":1}")
                                    .detail(400))
                            .isEqualTo("audioId" + wayOut);
                    assertThat(api.post("/v0.1/utterance", "{\"audioId\":1,\"transcriptionId\":" + value + "}")
                                    .detail(400))
                            .isEqualTo("transcriptionId" + wayOut);
                });
    }

    @Test
    default void rejectsWhatIsNotOneObjectWithBothIds() {
        Api api = api();
        for (String body : List.of(
                "",
                "[]",
                "[{\"audioId\":1,\"transcriptionId\":1}]",
                "null",
                "1",
                "\"x\"",
                "{",
                "{\"audioId\":1}",
                "{\"transcriptionId\":1}",
                "{\"audioId\":1,\"transcriptionId\":1} x",
                "{\"audioId\":1,\"audioId\":1,\"transcriptionId\":1}",
                "{\"audioId\":1,\"transcriptionId\":1,}")) {
            assertThat(api.post("/v0.1/utterance", body).status()).as(body).isEqualTo(400);
        }
    }

    @Test
    default void rejectsATranscriptionThatBreaksARule() {
        Api api = api();
        for (String body : List.of(
                "{}",
                "{\"text\":null}",
                "{\"text\":1}",
                "{\"text\":\"\"}",
                "{\"text\":\" \\n\"}",
                "{\"text\":\"t\",\"filename\":1}",
                "{\"text\":\"t\",\"name\":[]}",
                "{\"text\":\"t\",\"name\":\"\"}",
                "{\"text\":\"t\",\"filename\":\"../../x\"}",
                "{\"text\":\"t\",\"filename\":\"..\\\\x\"}",
                "{\"text\":\"t\",\"filename\":\"a\\u0000b\"}",
                "{\"text\":\"t\",\"name\":\"a\\nb\"}",
                "{\"text\":\"a\\u0000b\"}",
                "{\"text\":\"\\ud800\"}",
                "{\"text\":\"t\",\"name\":\"\\udc00\"}")) {
            assertThat(api.post("/v0.1/transcription", body).status()).as(body).isEqualTo(400);
        }
        assertThat(api.get("/v0.1/transcription").json(200)).isEmpty();
    }

    @Test
    default void takesJsonInUtf8AndNoOtherType() {
        Api api = api();
        byte[] body = "{\"text\":\"ŋ\"}".getBytes(StandardCharsets.UTF_8);
        for (String json : List.of(
                "application/json",
                "application/json; charset=utf-8",
                "Application/JSON;charset=\"UTF-8\"",
                "application/vnd.api+json")) {
            api.post("/v0.1/transcription", json, body).json(201);
        }
        for (String other : List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=iso-8859-1",
                "application/jsonp",
                "text/json",
                "*/*",
                "nonsense",
                Form.TYPE)) {
            api.post("/v0.1/transcription", other, body).problem(415);
            api.post("/v0.1/utterance", other, body).problem(415);
        }
        assertThat(api.post("/v0.1/transcription", "application/json; charset=iso-8859-1", body)
                        .detail(415))
                .contains("charset iso-8859-1");
    }

    @Test
    default void wantsABodyBeforeItWantsAType() {
        Api api = api();
        assertThat(api.send("POST", "/v0.1/utterance").detail(400)).isEqualTo("the body is empty; send a JSON object");
        assertThat(api.raw(
                        "POST /v0.1/utterance HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415 ");
    }
}
