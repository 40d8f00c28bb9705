package dev.referent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.app.http.Answer;
import dev.referent.app.http.Api;
import dev.referent.app.http.Stored;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many clients that create and delete at random, and a server that is killed among them. */
final class StormTest {
    private static final int CLIENTS = 32;
    private static final Duration STORM = Duration.ofSeconds(20);
    private static final Duration UNTIL_KILLED = Duration.ofSeconds(3);
    private static final long SEED = 20_261_122;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Adapter.class)
    void answersOnlyWithDocumentedStatusesAndLeavesNoOrphan(Adapter adapter) throws Exception {
        Map<String, Long> outcomes = new ConcurrentHashMap<>();
        try (ServerProcess server = ServerProcess.serve(folder, "--adapter", adapter.toString())) {
            Api api = new Api(server.uri());
            Map<String, AtomicLong> newest =
                    Map.of("audio", new AtomicLong(), "transcription", new AtomicLong(), "utterance", new AtomicLong());
            storm(random -> outcomes.merge(step(api, random, newest), 1L, Long::sum));
            assertThat(server.stderr()).isEmpty();
        }

        assertThat(outcomes.keySet())
                .as("calls and their statuses: %s", outcomes)
                .isSubsetOf(
                        "POST audio 201",
                        "POST transcription 201",
                        "POST utterance 201",
                        "POST utterance 400",
                        "POST utterance 409",
                        "DELETE audio 204",
                        "DELETE audio 404",
                        "DELETE audio 409",
                        "DELETE transcription 204",
                        "DELETE transcription 404",
                        "DELETE transcription 409",
                        "DELETE utterance 204",
                        "DELETE utterance 404",
                        "GET audio 200",
                        "GET transcription 200",
                        "GET utterance 200")
                .contains("POST utterance 201", "POST utterance 400", "POST utterance 409", "DELETE audio 409");
        Stored.in(folder).assertSound();
    }

    @ParameterizedTest
    @EnumSource(Adapter.class)
    void keepsWhatItAcknowledgedWhenItIsKilled(Adapter adapter) throws Exception {
        Set<String> audios = ConcurrentHashMap.newKeySet();
        Set<String> utterances = ConcurrentHashMap.newKeySet();
        ServerProcess server = ServerProcess.serve(folder, "--adapter", adapter.toString());
        Api api = new Api(server.uri());
        long start = System.nanoTime();
        storm(random -> {
            if (System.nanoTime() - start > UNTIL_KILLED.toNanos()) {
                server.kill();
            }
            create(api, audios, utterances);
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

    /** Stores an audio, a transcription and their pair, and notes what was acknowledged. */
    private static void create(Api api, Set<String> audios, Set<String> utterances) {
        long audio = api.audio("a.wav");
        audios.add(Long.toString(audio));
        Answer utterance = api.pair(audio, api.transcription("a"));
        utterances.add(utterance.json(201).get("id").asText());
    }

    /** Makes one call at random among the newest records, so that the clients get into each other's way. */
    private static String step(Api api, Random random, Map<String, AtomicLong> newest) {
        String kind = List.of("audio", "transcription", "utterance").get(random.nextInt(3));
        int action = random.nextInt(4);
        if (action == 0) {
            return "GET " + kind + " "
                    + api.get("/v0.1/" + kind + "?pageSize=50").status();
        }
        if (action == 1) {
            return "DELETE " + kind + " "
                    + api.delete("/v0.1/" + kind + "/" + oneOf(kind, random, newest))
                            .status();
        }
        Answer answer =
                switch (kind) {
                    case "audio" -> api.upload("a.wav");
                    case "transcription" -> api.post("/v0.1/transcription", "{\"text\": \"a\"}");
                    default -> api.pair(oneOf("audio", random, newest), oneOf("transcription", random, newest));
                };
        AtomicLong newestOfKind = newest.get(kind);
        if (answer.status() == 201 && newestOfKind != null) {
            newestOfKind.accumulateAndGet(answer.json().get("id").asLong(), Math::max);
        }
        return "POST " + kind + " " + answer.status();
    }

    private static long oneOf(String kind, Random random, Map<String, AtomicLong> newest) {
        return Math.max(1, newest.getOrDefault(kind, new AtomicLong()).get() - random.nextInt(6));
    }

    /** Lets all clients take their steps until the time is over or the server does not answer any more. */
    private static void storm(Consumer<Random> step) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + STORM.toNanos();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> ended = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(SEED + i);
                ended.add(clients.submit(() -> {
                    try {
                        while (System.nanoTime() < end) {
                            step.accept(random);
                        }
                    } catch (UncheckedIOException e) {
                        return; // the server is gone
                    }
                }));
            }
            for (Future<?> client : ended) {
                client.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }
}
