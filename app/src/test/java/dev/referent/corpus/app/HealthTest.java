package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.WebSettings;
import dev.referent.corpus.web.http.Answer;
import dev.referent.corpus.web.http.Api;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the health check tells of a storage that somebody has broken while the server runs. */
final class HealthTest {
    private static final int MAX_TOTAL = 1 << 20;
    private static final String UP = "{\"status\":\"up\"}";

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Stored stored;

    @SuppressWarnings("NullAway.Init") // set before each test
    private RunningServer server;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Api api;

    @BeforeEach
    void start() throws SQLException {
        stored = Stored.in(folder);
        server = RunningServer.start(
                Adapter.MYBATIS,
                new DatabaseUrl("jdbc:sqlite:" + stored.database()),
                stored.uploads(),
                new WebSettings("127.0.0.1", 0, MAX_TOTAL, Optional.empty()),
                MAX_TOTAL);
        api = new Api(server.uri());
        assertThat(api.get("/health").body()).isEqualTo(UP);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Asks until the answer changes, because what the check has read of the file holds for a while. */
    private Answer changedHealth() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Answer answer = api.get("/health");
        while (answer.body().equals(UP) && System.nanoTime() < end) {
            Thread.sleep(50);
            answer = api.get("/health");
        }
        return answer;
    }

    private void assertDown(String failure) throws InterruptedException {
        Answer answer = changedHealth();
        assertThat(answer.detail(503)).contains(failure).doesNotContain(folder.toString());
        assertThat(answer.json().get("failures")).hasSize(1);
        assertThat(answer.header("Retry-After")).isEmpty();
    }

    @Test
    void warnsOfOrphanRows() throws InterruptedException {
        stored.execute("INSERT INTO utterance VALUES (1, 7, 8)");

        assertThat(changedHealth().json(200).get("warnings"))
                .singleElement()
                .hasToString("\"2 references have no parent row\"");
    }

    @Test
    void tellsOfADamagedIndex() throws Exception {
        api.audio("a.wav");
        api.utterance();
        stored.execute("PRAGMA writable_schema = ON; UPDATE sqlite_schema"
                + " SET sql = 'CREATE INDEX utterance_transcription_ix ON utterance (audio_id)'"
                + " WHERE name = 'utterance_transcription_ix'");

        assertDown("the database is damaged (");
    }

    @Test
    void tellsOfAMissingTable() throws Exception {
        stored.execute("DROP TABLE utterance");

        String reason = "the database cannot be used as a corpus; restore its tables from a backup";
        assertDown(reason);
        for (Answer answer : List.of(
                api.get("/v0.1/utterance"), api.post("/v0.1/utterance", "{\"audioId\":1,\"transcriptionId\":1}"))) {
            assertThat(answer.detail(503)).isEqualTo(reason);
            assertThat(answer.header("Retry-After")).isEmpty();
        }
    }

    @Test
    void tellsOfALostForeignKey() throws InterruptedException {
        stored.execute("DROP TABLE utterance; CREATE TABLE utterance (id INTEGER PRIMARY KEY,"
                + " audio_id INTEGER NOT NULL REFERENCES audio, transcription_id INTEGER NOT NULL)");

        assertDown("the table utterance has lost a foreign key");
    }

    @Test
    void tellsOfATriggerThatKeepsRecordsFromBeingStored() throws Exception {
        stored.execute("CREATE TRIGGER no BEFORE INSERT ON utterance BEGIN SELECT RAISE(IGNORE); END");

        assertDown("a trigger or a constraint of the database that is not the corpus' stands in the way");
        assertThat(api.get("/v0.1/audio").json(200)).isEmpty();
    }

    @Test
    void tellsOfATableThatIsAView() throws Exception {
        stored.execute("ALTER TABLE audio RENAME TO recording; CREATE VIEW audio AS SELECT * FROM recording");

        assertDown("the database cannot be used as a corpus; restore its tables from a backup");
    }

    @Test
    void logsInOneLineWhatMeetsEveryRequest() throws Exception {
        Files.delete(stored.database());

        String log = Stderr.of(() -> {
            for (int i = 0; i < 5; i++) {
                assertThat(api.get("/v0.1/utterance").detail(503)).contains("was deleted");
                assertThat(api.post("/v0.1/transcription", "{\"text\":\"a\"}").detail(503))
                        .contains("was deleted");
            }
        });

        assertThat(log.lines()).singleElement().asString().contains("GET /v0.1/utterance is answered 503");
    }

    @Test
    void tellsOfAMissingUploadsDirectory() throws Exception {
        Files.delete(stored.uploads().resolve("incoming"));

        assertDown("the uploads directory is missing");
        Answer upload = api.upload("a.wav");
        assertThat(upload.detail(503)).contains("the uploads directory is missing");
        assertThat(upload.header("Retry-After")).isEmpty();
    }
}
