package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.referent.corpus.web.http.Answer;
import dev.referent.corpus.web.http.Api;
import dev.referent.evidence.engines.Engine;
import dev.referent.evidence.engines.EngineUnavailableException;
import dev.referent.evidence.engines.GaleraCluster;
import dev.referent.evidence.engines.PatroniCluster;
import dev.referent.evidence.engines.RunningCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The storm over clusters of servers, of which a node is killed half-way. */
@Tag("nightly")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
final class ClusterStormTest {
    private static final Duration STORM = Duration.ofSeconds(40);
    private static final Duration UNTIL_KILLED = Duration.ofSeconds(12);
    private static final Duration UNTIL_BACK = Duration.ofSeconds(90);
    private static final Duration REPLICATION = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Adapter.class)
    void galeraKeepsWhatWasAcknowledged(Adapter adapter) throws Exception {
        try (RunningCluster cluster = start(new GaleraCluster())) {
            new Rows(cluster.url("mysql")).execute("CREATE DATABASE corpus");
            survives(adapter, cluster, cluster.url("corpus") + "&sessionVariables=wsrep_sync_wait=7", 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Adapter.class)
    void patroniKeepsWhatWasAcknowledged(Adapter adapter) throws Exception {
        try (RunningCluster cluster = start(new PatroniCluster())) {
            new Rows(cluster.url("postgres")).execute("CREATE DATABASE corpus");
            survives(adapter, cluster, cluster.url("corpus"), cluster.leader().orElseThrow());
        }
    }

    @ParameterizedTest
    @EnumSource(Adapter.class)
    void takesNoWritesWithoutAQuorumAndRecoversByItself(Adapter adapter) throws Exception {
        try (RunningCluster cluster = start(new GaleraCluster())) {
            new Rows(cluster.url("mysql")).execute("CREATE DATABASE corpus");
            String url = cluster.url("corpus") + "&sessionVariables=wsrep_sync_wait=7";
            try (ServerProcess server = serve(adapter, url)) {
                Api api = new Api(server.uri());
                long audio = api.audio("a.wav");
                long transcription = api.transcription("a");
                cluster.kill(0);
                cluster.kill(1);

                for (int i = 0; i < 5; i++) {
                    assertAway(api.upload("b.wav"));
                    assertAway(api.post("/v0.1/transcription", "{\"text\": \"b\"}"));
                    assertAway(api.pair(audio, transcription));
                    assertAway(api.delete("/v0.1/transcription/" + transcription));
                }

                new Rows(cluster.url(2, "mysql")).execute("SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
                awaitWrites(api);
                cluster.restart(0);
                cluster.restart(1);
                assertThat(api.pair(audio, transcription).status()).isEqualTo(201);
            }
            for (int node = 0; node < cluster.nodes(); node++) {
                Rows rows = rows(cluster, node);
                assertThat(rows.column("SELECT audio_id FROM utterance")).hasSize(1);
                assertThat(rows.column("SELECT id FROM transcription")).hasSize(1);
            }
        }
    }

    private static void assertAway(Answer answer) {
        answer.problem(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    /** Runs the storm while a node is killed, and looks at all nodes, the killed one having been started again. */
    private void survives(Adapter adapter, RunningCluster cluster, String url, int victim) throws Exception {
        Storm storm;
        try (ServerProcess server = serve(adapter, url)) {
            Api api = new Api(server.uri());
            storm = new Storm(api);
            Executor later = CompletableFuture.delayedExecutor(UNTIL_KILLED.toSeconds(), TimeUnit.SECONDS);
            CompletableFuture<Void> killing = CompletableFuture.runAsync(() -> cluster.kill(victim), later);
            storm.run(STORM);
            killing.join();
            System.out.println(cluster.version() + ", " + adapter + "\n" + storm);
            storm.assertDocumentedOrAway();
            awaitWrites(api);
        }

        cluster.restart(victim);
        for (int node = 0; node < cluster.nodes(); node++) {
            awaitHeld(storm, rows(cluster, node));
        }
        try (ServerProcess again = serve(adapter, url)) {
            assertThat(new Api(again.uri()).get("/health").status()).isEqualTo(200);
        }
        assertThat(Stored.in(folder).files()).isEqualTo(new Rows(url).column("SELECT stored_name FROM audio"));
    }

    private static Rows rows(RunningCluster cluster, int node) {
        return new Rows(cluster.url(node, "corpus"));
    }

    /** Waits until a write is acknowledged, which is deleted again. */
    private static void awaitWrites(Api api) {
        long end = System.nanoTime() + UNTIL_BACK.toNanos();
        Answer answer = api.post("/v0.1/transcription", "{\"text\": \"c\"}");
        while (answer.status() != 201) {
            assertAway(answer);
            assertThat(System.nanoTime()).as("writes are taken again").isLessThan(end);
            answer = api.post("/v0.1/transcription", "{\"text\": \"c\"}");
        }
        assertThat(api.delete("/v0.1/transcription/" + answer.json().get("id")).status())
                .isEqualTo(204);
    }

    /** A replica has what was acknowledged on its disk, and shows it a moment later. */
    private static void awaitHeld(Storm storm, Rows rows) throws SQLException, InterruptedException {
        long end = System.nanoTime() + REPLICATION.toNanos();
        while (true) {
            try {
                storm.assertHeldBy(rows);
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    private ServerProcess serve(Adapter adapter, String url) throws IOException {
        String uploads = Stored.in(folder).uploads().toString();
        return ServerProcess.serve(folder, "--adapter", adapter.toString(), "--url", url, "--uploads", uploads);
    }

    private RunningCluster start(Engine engine) {
        try {
            return (RunningCluster) engine.start(directory);
        } catch (EngineUnavailableException e) {
            return abort(engine.name() + ": " + e.getMessage());
        }
    }
}
