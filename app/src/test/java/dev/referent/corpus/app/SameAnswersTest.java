package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.WebSettings;
import dev.referent.corpus.web.http.Answer;
import dev.referent.corpus.web.http.Api;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both adapters answer the same calls with the same bytes; times aside, for the ids begin at 1 in both. */
final class SameAnswersTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*\\+00:00";

    @TempDir
    private Path folder;

    @Test
    void areTheSameToTheByte() throws Exception {
        List<String> mybatis = answers(Adapter.MYBATIS);

        assertThat(answers(Adapter.HIBERNATE)).isEqualTo(mybatis);
        assertThat(mybatis).anyMatch(answer -> answer.startsWith("201")).anyMatch(answer -> answer.startsWith("409"));
    }

    private List<String> answers(Adapter adapter) throws SQLException {
        Path own = folder.resolve(adapter.toString());
        try (RunningServer server = RunningServer.start(
                adapter,
                new DatabaseUrl("jdbc:sqlite:" + own + ".sqlite"),
                own,
                new WebSettings("127.0.0.1", 0, 1_000, Optional.empty()))) {
            Api api = new Api(server.uri());
            List<Answer> answers = new ArrayList<>(List.of(
                    api.upload("ɓáŋ 1.wav"),
                    api.post("/v0.1/transcription", "{\"text\": \"ʈʂʰæ˧ dʑɤ˩\"}"),
                    api.pair(1, 1),
                    api.pair(1, 1),
                    api.pair(99_999, -1),
                    api.pair(1, 99_999),
                    api.pair(0, 1),
                    api.post("/v0.1/utterance", "{\"audioId\": 9223372036854775808, \"transcriptionId\": 1}"),
                    api.post("/v0.1/utterance", "[]"),
                    api.post("/v0.1/transcription", "{\"text\": \"\"}"),
                    api.upload("a.ogg"),
                    api.delete("/v0.1/audio/1"),
                    api.delete("/v0.1/transcription/1")));
            for (String path : List.of("audio", "transcription", "utterance")) {
                answers.add(api.get("/v0.1/" + path));
                answers.add(api.get("/v0.1/" + path + "/1"));
                answers.add(api.get("/v0.1/" + path + "/2"));
                answers.add(api.get("/v0.1/" + path + "?pageSize=1&pageNumber=2"));
            }
            answers.add(api.delete("/v0.1/utterance/1"));
            answers.add(api.delete("/v0.1/utterance/1"));
            return answers.stream()
                    .map(answer -> answer.status() + " " + answer.body().replaceAll(TIME, "TIME"))
                    .toList();
        }
    }
}
