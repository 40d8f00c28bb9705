package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.http.Answer;
import dev.referent.corpus.web.http.Api;
import dev.referent.evidence.engines.servers.TestServer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Many clients that create and delete at random, and a server that is killed among them. */
final class StormTest {
    /** How many calls each of the clients makes. */
    private static final int CALLS = 2_000;

    /** How many pairs are acknowledged before the server is killed, and how many steps a client takes at most. */
    private static final int UNTIL_KILLED = 60;

    private static final int STEPS = 1_000;

    @TempDir
    private Path folder;

    @Tag("nightly")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    @ParameterizedTest
    @EnumSource(Adapter.class)
    void answersOnlyWithDocumentedStatusesAndLeavesNoOrphan(Adapter adapter) throws Exception {
        Storm storm;
        try (ServerProcess server = ServerProcess.serve(folder, "--adapter", adapter.toString())) {
            storm = new Storm(new Api(server.uri()));
            storm.run(CALLS);
            assertThat(server.stderr()).isEmpty();
        }

        storm.assertDocumented();
        Stored stored = Stored.in(folder);
        storm.assertHeldBy(stored.rows());
        stored.assertValid();
    }

    static List<Arguments> servers() {
        return Stream.of(Adapter.values())
                .flatMap(adapter -> Stream.of(TestServer.POSTGRESQL, TestServer.MARIADB)
                        .map(server -> Arguments.of(adapter, server)))
                .toList();
    }

    @Tag("nightly")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    @ParameterizedTest
    @MethodSource("servers")
    void answersOnServersAsOnSqlite(Adapter adapter, TestServer server) throws Exception {
        String url = server.fresh().url();
        Stored stored = Stored.in(folder);
        String uploads = stored.uploads().toString();
        Storm storm;
        try (ServerProcess process =
                ServerProcess.serve(folder, "--adapter", adapter.toString(), "--url", url, "--uploads", uploads)) {
            storm = new Storm(new Api(process.uri()));
            storm.run(CALLS);
            assertThat(process.stderr()).isEmpty();
        }

        storm.assertDocumented();
        Rows rows = new Rows(url);
        storm.assertHeldBy(rows);
        assertThat(stored.files()).isEqualTo(rows.column("SELECT stored_name FROM audio"));
    }

    @Test
    void keepsWhatItAcknowledgedWhenItIsKilled() throws Exception {
        keepsWhatItAcknowledgedWhenItIsKilled(Adapter.MYBATIS);
    }

    @Tag("nightly")
    @Test
    void keepsItWithTheOtherAdapterToo() throws Exception {
        keepsWhatItAcknowledgedWhenItIsKilled(Adapter.HIBERNATE);
    }

    private void keepsWhatItAcknowledgedWhenItIsKilled(Adapter adapter) throws Exception {
        Set<String> audios = ConcurrentHashMap.newKeySet();
        Set<String> utterances = ConcurrentHashMap.newKeySet();
        ServerProcess server = ServerProcess.serve(folder, "--adapter", adapter.toString());
        Api api = new Api(server.uri());
        Storm.among(STEPS, random -> {
            if (utterances.size() >= UNTIL_KILLED) {
                server.kill();
            }
            return create(api, audios, utterances);
        });

        assertThat(utterances).hasSizeBetween(UNTIL_KILLED, 2 * UNTIL_KILLED);
        try (ServerProcess again = ServerProcess.serve(folder, "--adapter", adapter.toString())) {
            assertThat(new Api(again.uri()).get("/health").status()).isEqualTo(200);
        }
        Stored stored = Stored.in(folder);
        stored.assertValid();
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
