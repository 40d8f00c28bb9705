package dev.referent.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The statuses that clients rely on, and those that came since. */
public interface StatusContract extends ServedCorpus {

    /** The kinds of record, as paths name them. */
    List<String> KINDS = List.of("audio", "transcription", "utterance");

    @Test
    default void refusesAPairOfWhatDoesNotExist() {
        Api api = api();
        long audio = api.audio("a.wav");
        long transcription = api.transcription("t");
        for (long bogus : new long[] {99_999, 0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            api.pair(bogus, transcription).problem(400);
            api.pair(audio, bogus).problem(400);
            api.pair(bogus, bogus).problem(400);
        }
        assertThat(api.get("/v0.1/utterance").json(200)).isEmpty();
    }

    @Test
    default void takesTheNextPairAfterARefusal() {
        Api api = api();
        long audio = api.audio("a.wav");
        long transcription = api.transcription("t");
        api.pair(audio, 99_999).problem(400);
        JsonNode added = api.pair(audio, transcription).json(201);
        assertThat(api.get("/v0.1/utterance").json(200)).containsExactly(added);
    }

    @Test
    default void namesTheUtteranceThatHasThePairAlready() {
        Api api = api();
        JsonNode existing = api.get("/v0.1/utterance/" + api.utterance()).json(200);
        Answer again = api.pair(
                existing.get("audio").longValue(), existing.get("transcription").longValue());
        assertThat(again.problem(409).get("utterance")).isEqualTo(existing.get("id"));
        assertThat(again.detail(409))
                .contains("utterance " + existing.get("id"))
                .doesNotContain("@", "<");
        assertThat(api.get("/v0.1/utterance").json(200)).containsExactly(existing);
    }

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
            for (String kind : KINDS) {
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
        for (String kind : KINDS) {
            api.get("/v0.1/" + kind + "/").problem(404);
        }
        api.get("/v0.1").problem(404);
        api.get("/nothing/here").problem(404);
    }

    @Test
    default void namesTheMethodsThatArePossible() {
        Api api = api();
        Answer list = api.send("PUT", "/v0.1/utterance");
        assertThat(list.detail(405)).startsWith("PUT is not allowed here");
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
        assertThat(api.send("HEAD", "/v0.1/utterance/99999").status()).isEqualTo(404);
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
    default void deletesWhatNothingUses() {
        Api api = api();
        long utterance = api.utterance();
        JsonNode pair = api.get("/v0.1/utterance/" + utterance).json(200);
        List<String> paths = List.of(
                "/v0.1/utterance/" + utterance,
                "/v0.1/audio/" + pair.get("audio"),
                "/v0.1/transcription/" + pair.get("transcription"));
        for (String path : paths) {
            assertThat(api.delete(path).status()).isEqualTo(204);
            api.delete(path).problem(404);
            api.get(path).problem(404);
        }
    }

    @Test
    default void deletesNothingThatAnUtteranceUses() {
        Api api = api();
        long audio = api.audio("a.wav");
        long first =
                api.pair(audio, api.transcription("one")).json(201).get("id").longValue();
        long second =
                api.pair(audio, api.transcription("two")).json(201).get("id").longValue();
        JsonNode problem = api.delete("/v0.1/audio/" + audio).problem(409);
        assertThat(problem.get("utterances")).extracting(JsonNode::longValue).containsExactly(first, second);
        assertThat(problem.at("/violations/0/constraint").textValue()).isEqualTo("utterance_audio_fk");
        assertThat(problem.at("/violations/0/kind").textValue()).isEqualTo("STILL_REFERENCED");
        assertThat(problem.at("/violations/0/key/0").longValue()).isEqualTo(audio);
        assertThat(api.get("/v0.1/audio/" + audio).json(200).get("in_utterances"))
                .hasSize(2);
        assertThat(api.get("/v0.1/audio/" + audio + "/file/a.wav").body()).isEqualTo("RIFF");
    }
}
