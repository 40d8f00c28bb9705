package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The statuses that clients rely on, and those that came since. */
public interface StatusContract extends ServedCorpus {

    /** The kinds of record, as paths name them. */
    List<String> KINDS = List.of("audio", "transcription", "utterance");

    @Test
    default void rejectsAPairOfWhatDoesNotExist() {
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
    default void takesTheNextPairAfterAViolation() {
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
