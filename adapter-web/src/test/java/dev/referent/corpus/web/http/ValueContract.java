package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Values and files, as they are stored and read again. */
public interface ValueContract extends ServedCorpus {

    @Test
    default void answersAStoredPairInItsOneForm() {
        Api api = api();
        long audio = api.audio("a.wav");
        long transcription = api.transcription("t");
        Answer added = api.pair(audio, transcription);
        long id = added.json(201).get("id").longValue();
        assertThat(added.body())
                .isEqualTo("{\"id\":%d,\"audio\":%d,\"transcription\":%d}".formatted(id, audio, transcription));
        assertThat(added.header("Location")).isEqualTo("/v0.1/utterance/" + id);
        assertThat(api.get(added.header("Location")).body()).isEqualTo(added.body());
    }

    @Test
    default void answersAStoredTranscriptionInItsOneForm() {
        Api api = api();
        Answer added = api.post("/v0.1/transcription", "{\"text\":\"ʈʂʰæ˧\",\"filename\":\"ŋ a.txt\",\"name\":\"Na\"}");
        long id = added.json(201).get("id").longValue();
        String path = "transcription/" + id + "/file/%C5%8B%20a.txt";
        assertThat(added.body().replaceAll("\\d{4}-[^\"]+", "NOW"))
                .isEqualTo(
                        "{\"id\":%1$d,\"url\":\"/v0.1/%2$s\",\"file_info\":{\"id\":%1$d,\"name\":\"ŋ a.txt\",\"path\":\"%2$s\",\"created_at\":\"NOW\"},\"name\":\"Na\",\"text\":\"ʈʂʰæ˧\",\"in_utterances\":[]}"
                                .formatted(id, path));
        assertThat(api.get(added.header("Location")).body()).isEqualTo(added.body());
        Answer file = api.get("/v0.1/" + path);
        assertThat(file.body()).isEqualTo("ʈʂʰæ˧");
        assertThat(file.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        api.get("/v0.1/transcription/" + id + "/file/other.txt").problem(404);
    }

    @Test
    default void answersAStoredRecordingInItsOneForm() {
        Api api = api();
        Answer added = api.post("/v0.1/audio", new Form().file("audioFile", "ŋ 1%.wav", "RIFF"));
        JsonNode audio = added.json(201);
        long id = audio.get("id").longValue();
        String path = "audio/" + id + "/file/%C5%8B%201%25.wav";
        assertThat(added.body().replaceAll("\\d{4}-[^\"]+", "NOW"))
                .isEqualTo(
                        "{\"id\":%1$d,\"url\":\"/v0.1/%2$s\",\"file_info\":{\"id\":%1$d,\"name\":\"ŋ 1%%.wav\",\"path\":\"%2$s\",\"created_at\":\"NOW\"},\"in_utterances\":[]}"
                                .formatted(id, path));
        assertThat(OffsetDateTime.parse(audio.at("/file_info/created_at").textValue())
                        .toInstant())
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(api.get(added.header("Location")).body()).isEqualTo(added.body());
        Answer file = api.get(audio.get("url").textValue());
        assertThat(file.body()).isEqualTo("RIFF");
        assertThat(file.header("Content-Type")).isEqualTo("audio/wav");
        assertThat(file.header("Content-Length")).isEqualTo("4");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        api.get("/v0.1/audio/" + id + "/file/other.wav").problem(404);
    }

    @Test
    default void namesTheUtterancesThatUseARecording() {
        Api api = api();
        long utterance = api.utterance();
        JsonNode audio = api.get("/v0.1/audio").json(200).get(0);
        assertThat(audio.get("in_utterances")).extracting(JsonNode::longValue).containsExactly(utterance);
    }

    @Test
    default void removesTheFileWithItsRecord() {
        Api api = api();
        api.delete("/v0.1/audio/" + api.audio("a.wav"));
        assertThat(files()).isEmpty();
    }

    @Test
    default void storesTheLongestTextAndNoneThatIsLonger() {
        Api api = api();
        String largest = "x".repeat(1 << 20);
        api.post("/v0.1/transcription", "{\"text\":\"" + largest + "\"}").json(201);
        assertThat(api.post("/v0.1/transcription", "{\"text\":\"" + largest + "x\"}")
                        .detail(413))
                .contains("longer than 1 MiB");
    }
}
