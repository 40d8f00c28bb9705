package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.http.Answer;
import dev.referent.corpus.web.http.Api;
import dev.referent.corpus.web.http.ConcurrencyContract;
import dev.referent.corpus.web.http.OrphanContract;
import dev.referent.corpus.web.http.ProblemContract;
import dev.referent.corpus.web.http.StatusContract;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the server answers by what its database does: this must be the same with every adapter and on every engine. */
interface StorageContract extends StatusContract, ProblemContract, OrphanContract, ConcurrencyContract {

    /** Stores a pair as it is. */
    String INSERT_ORPHAN = "INSERT INTO utterance (id, audio_id, transcription_id) VALUES (%d, %d, %d)";

    /** Returns what the server keeps on disk. */
    Stored stored();

    /** Starts the server again, which is stopped. */
    void startAgain() throws SQLException;

    @Override
    default Set<String> files() {
        return stored().files();
    }

    @Test
    default void answersAfterAStopWhatItAnsweredBeforeIt() throws SQLException {
        Api api = api();
        api.utterance();
        api.post("/v0.1/transcription", "{\"text\":\"ʈʂʰæ˧ dʑɤ˩ \\n 🎤\",\"name\":\"ŋ\"}")
                .json(201);
        List<String> paths = List.of(
                "/v0.1/audio",
                "/v0.1/transcription",
                "/v0.1/utterance",
                "/v0.1/transcription?pageSize=1&pageNumber=2",
                api.get("/v0.1/audio").json(200).at("/0/url").textValue());
        List<String> before = paths.stream().map(path -> api.get(path).body()).toList();
        stop();
        startAgain();

        Api again = api();
        assertThat(paths.stream().map(path -> again.get(path).body()).toList()).isEqualTo(before);
        assertThat(before.get(4)).isEqualTo("RIFF");
        assertThat(again.pair(1, 1).problem(409).get("utterance").longValue()).isEqualTo(1);
        assertThat(again.pair(1, 2).json(201).get("id").longValue()).isGreaterThan(1);
    }

    @Test
    default void keepsAFileAsLongAsItsRow() {
        Api api = api();
        long used = api.get("/v0.1/utterance/" + api.utterance())
                .json(200)
                .get("audio")
                .longValue();
        long free = api.audio("b.wav");
        assertThat(files()).hasSize(2).noneMatch(file -> file.contains("/"));

        api.delete("/v0.1/audio/" + used).problem(409);
        assertThat(api.delete("/v0.1/audio/" + free).status()).isEqualTo(204);
        api.upload("a.exe").problem(415);

        assertThat(files()).hasSize(1).noneMatch(file -> file.contains("/"));
        assertThat(api.get("/v0.1/audio/" + used + "/file/u.wav").body()).isEqualTo("RIFF");
    }

    @Test
    default void leaksNoPathOfTheServer() {
        Api api = api();
        api.utterance();
        String uploads = stored().uploads().toString();
        for (String path : new String[] {"/v0.1/audio", "/v0.1/transcription", "/v0.1/audio/1"}) {
            assertThat(api.get(path).body())
                    .doesNotContain(uploads, stored().uploads().getFileName().toString());
        }
        Answer answer = api.upload("../../x.wav");
        assertThat(answer.detail(400)).doesNotContain(uploads);
    }
}
