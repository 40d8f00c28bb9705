package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Orphan rows from before enforcement. */
public interface OrphanContract extends ServedCorpus {

    @Test
    default void servesOrphansAndMarksThemAsSuch() {
        Api api = api();
        long sound = api.utterance();
        String audio =
                api.get("/v0.1/utterance/" + sound).json(200).get("audio").asText();
        storeOrphan(1000, 77, 88);
        storeOrphan(1001, Long.parseLong(audio), 88);
        storeOrphan(1002, -5, 1);
        assertThat(api.get("/v0.1/utterance/1000").body())
                .isEqualTo("{\"id\":1000,\"audio\":77,\"transcription\":88,\"orphan\":[\"audio\",\"transcription\"]}");
        assertThat(api.get("/v0.1/utterance/1001").body())
                .isEqualTo("{\"id\":1001,\"audio\":" + audio + ",\"transcription\":88,\"orphan\":[\"transcription\"]}");
        assertThat(api.get("/v0.1/utterance").json(200)).hasSize(4);
        assertThat(api.get("/v0.1/utterance?pageSize=1&pageNumber=4").body())
                .isEqualTo("[{\"id\":1002,\"audio\":-5,\"transcription\":1,\"orphan\":[\"audio\"]}]");
        assertThat(api.get("/v0.1/utterance/" + sound).json(200).has("orphan")).isFalse();
        assertThat(api.get("/v0.1/audio/" + audio).json(200).get("in_utterances"))
                .hasSize(2);
    }

    @Test
    default void deletesAnOrphan() {
        storeOrphan(1000, 77, 88);
        Api api = api();
        assertThat(api.delete("/v0.1/utterance/1000").status()).isEqualTo(204);
        assertThat(api.get("/v0.1/utterance").json(200)).isEmpty();
    }

    @Test
    default void answersThatAnOrphansPairExistsAlready() {
        storeOrphan(1000, 77, 88);
        assertThat(api().pair(77, 88).problem(409).get("utterance").longValue()).isEqualTo(1000);
    }
}
