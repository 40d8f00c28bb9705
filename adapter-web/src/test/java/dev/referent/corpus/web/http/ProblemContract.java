package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What a problem says. */
public interface ProblemContract extends ServedCorpus {

    @Test
    default void namesBothBogusEndsOfAPair() {
        Answer answer = api().pair(99_999, -1);
        answer.problem(400);
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"/problems/foreign-key\",\"title\":\"Foreign key violated\","
                        + "\"status\":400,\"detail\":\"utterance.audio_id = 99999 has no matching audio.id "
                        + "(foreign key utterance_audio_fk); utterance.transcription_id = -1 has no matching "
                        + "transcription.id (foreign key utterance_transcription_fk)\",\"violations\":["
                        + "{\"constraint\":\"utterance_audio_fk\",\"childTable\":\"utterance\","
                        + "\"childColumns\":[\"audio_id\"],\"parentTable\":\"audio\",\"parentColumns\":[\"id\"],"
                        + "\"key\":[99999],\"kind\":\"MISSING_PARENT\"},"
                        + "{\"constraint\":\"utterance_transcription_fk\",\"childTable\":\"utterance\","
                        + "\"childColumns\":[\"transcription_id\"],\"parentTable\":\"transcription\","
                        + "\"parentColumns\":[\"id\"],\"key\":[-1],\"kind\":\"MISSING_PARENT\"}]}");
    }

    @Test
    default void namesOnlyTheBogusEndOfAPair() {
        Api api = api();
        JsonNode violations =
                api.pair(api.audio("a.wav"), Long.MAX_VALUE).problem(400).get("violations");
        assertThat(violations).hasSize(1);
        assertThat(violations.at("/0/constraint").textValue()).isEqualTo("utterance_transcription_fk");
        assertThat(violations.at("/0/key/0").longValue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    default void namesTheUtteranceThatStandsInTheWayOfADelete() {
        Api api = api();
        long utterance = api.utterance();
        JsonNode pair = api.get("/v0.1/utterance/" + utterance).json(200);
        String id = pair.get("transcription").asText();
        Answer answer = api.delete("/v0.1/transcription/" + id);
        answer.problem(409);
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"/problems/conflict\",\"title\":\"Conflict with what is stored\","
                        + "\"status\":409,\"detail\":\"transcription " + id + " is used by utterance " + utterance
                        + "; delete these first\",\"utterances\":[" + utterance + "],\"violations\":["
                        + "{\"constraint\":\"utterance_transcription_fk\",\"childTable\":\"utterance\","
                        + "\"childColumns\":[\"transcription_id\"],\"parentTable\":\"transcription\","
                        + "\"parentColumns\":[\"id\"],\"key\":[" + id + "],\"kind\":\"STILL_REFERENCED\"}]}");
    }
}
