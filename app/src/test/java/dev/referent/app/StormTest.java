package dev.referent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.app.http.Answer;
import dev.referent.app.http.Api;
import dev.referent.app.http.Rows;
import dev.referent.app.http.Stored;
import dev.referent.comparison.servers.TestServer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many clients that create and delete at random, and a server that is killed among them. */
final class StormTest {
    private static final Duration STORM = Duration.ofSeconds(20);
    private static final Duration SHORT_STORM = Duration.ofSeconds(4);
    private static final Duration UNTIL_KILLED = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Adapter.class)
    void answersOnlyWithDocumentedStatusesAndLeavesNoOrphan(Adapter adapter) throws Exception {
        Storm storm;
        try (ServerProcess server = ServerProcess.serve(folder, "--adapter", adapter.toString())) {
            storm = new Storm(new Api(server.uri()));
            storm.rage(STORM);
            assertThat(server.stderr()).isEmpty();
        }

        storm.assertDocumented();
        Stored stored = Stored.in(folder);
        storm.assertHeldBy(stored.rows());
        stored.assertSound();
    }

    @ParameterizedTest
    @EnumSource(Adapter.class)
    void answersOnPostgresAsOnSqlite(Adapter adapter) throws Exception {
        String url = TestServer.POSTGRESQL.fresh().url();
        Stored stored = Stored.in(folder);
        Storm storm;
        try (ServerProcess server = ServerProcess.serve(
                folder,
                "--adapter",
                adapter.toString(),
                "--url",
                url,
                "--uploads",
                stored.uploads().toString())) {
            storm = new Storm(new Api(server.uri()));
            storm.rage(SHORT_STORM);
            assertThat(server.stderr()).isEmpty();
        }

        storm.assertDocumented();
        Rows rows = new Rows(url);
        storm.assertHeldBy(rows);
        assertThat(stored.files()).isEqualTo(rows.column("SELECT stored_name FROM audio"));
    }

    @ParameterizedTest
    @EnumSource(Adapter.class)
    void keepsWhatItAcknowledgedWhenItIsKilled(Adapter adapter) throws Exception {
        Set<String> audios = ConcurrentHashMap.newKeySet();
        Set<String> utterances = ConcurrentHashMap.newKeySet();
        ServerProcess server = ServerProcess.serve(folder, "--adapter", adapter.toString());
        Api api = new Api(server.uri());
        long start = System.nanoTime();
        Storm.among(STORM, random -> {
            if (utterances.size() > 10 && System.nanoTime() - start > UNTIL_KILLED.toNanos()) {
                server.kill();
            }
            return create(api, audios, utterances);
        });

        assertThat(utterances).hasSizeGreaterThan(10);
        try (ServerProcess again = ServerProcess.serve(folder, "--adapter", adapter.toString())) {
            assertThat(new Api(again.uri()).get("/health").status()).isEqualTo(200);
        }
        Stored stored = Stored.in(folder);
        stored.assertSound();
        assertThat(stored.column("SELECT id FROM audio")).containsAll(audios);
        assertThat(stored.column("SELECT id FROM utterance")).containsAll(utterances);
    }

    /** Stores an audio, a transcription and their pair, and notes what was acknowledged; false if the server is gone. */
    private static boolean create(Api api, Set<String> audios, Set<String> utterances) {
        try {
            long audio = api.audio("a.wav");
            audios.add(Long.toString(audio));
            Answer utterance = api.pair(audio, api.transcription("a"));
            utterances.add(utterance.json(201).get("id").asText());
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
