package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.http.Answer;
import dev.referent.corpus.web.http.Api;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Many clients that create and delete at random, so that they get into each other's way, and what they were answered. */
final class Storm {
    private static final int CLIENTS = 32;
    private static final long SEED = 20_261_122;

    private static final Set<String> DOCUMENTED = Set.of(
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
            "GET utterance 200");

    /** What shows that the clients did get into each other's way. */
    private static final Set<String> COLLISIONS =
            Set.of("POST utterance 201", "POST utterance 400", "POST utterance 409", "DELETE audio 409");

    private static final String ORPHANS =
            """
            SELECT u.id FROM utterance u
            LEFT JOIN audio a ON a.id = u.audio_id
            LEFT JOIN transcription t ON t.id = u.transcription_id
            WHERE a.id IS NULL OR t.id IS NULL""";

    private final Api api;
    private final List<Acknowledged> kinds =
            List.of(new Acknowledged("audio"), new Acknowledged("transcription"), new Acknowledged("utterance"));
    private final Map<String, Long> outcomes = new ConcurrentSkipListMap<>();
    private final AtomicLong slowest = new AtomicLong();
    private final Pause pause = new Pause();

    Storm(Api api) {
        this.api = api;
    }

    /** Lets each client make that many calls at random, however long they take. */
    void run(int calls) throws InterruptedException, ExecutionException {
        run(calls, random -> true);
    }

    /** Lets all clients make calls at random until the time is over. */
    void run(Duration time) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + time.toNanos();
        run(Integer.MAX_VALUE, random -> System.nanoTime() < end);
    }

    private void run(int calls, Predicate<Random> goesOn) throws InterruptedException, ExecutionException {
        pause.begin();
        among(calls, random -> {
            long began = System.nanoTime();
            outcomes.merge(call(random), 1L, Long::sum);
            slowest.accumulateAndGet(System.nanoTime() - began, Math::max);
            return goesOn.test(random);
        });
        pause.end();
    }

    /** Lets each client take that many steps, or fewer if one tells it to end. */
    static void among(int steps, Predicate<Random> step) throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> ended = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(SEED + i);
                ended.add(clients.submit(() -> {
                    boolean goesOn = true;
                    for (int taken = 0; goesOn && taken < steps; taken++) {
                        goesOn = step.test(random);
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

    private String call(Random random) {
        Acknowledged kind = kinds.get(random.nextInt(kinds.size()));
        String path = "/v0.1/" + kind.name();
        return switch (random.nextInt(4)) {
            case 0 -> outcome("GET " + kind.name(), api.get(path + "?pageSize=50"));
            case 1 -> {
                long id = kind.newest(random);
                Answer answer = api.delete(path + "/" + id);
                kind.deleted(id, answer);
                yield outcome("DELETE " + kind.name(), answer);
            }
            default -> {
                Answer answer =
                        switch (kind.name()) {
                            case "audio" -> api.upload("a.wav");
                            case "transcription" -> api.post(path, "{\"text\": \"a\"}");
                            default ->
                                api.pair(
                                        kinds.get(0).newest(random),
                                        kinds.get(1).newest(random));
                        };
                kind.created(answer);
                yield outcome("POST " + kind.name(), answer);
            }
        };
    }

    private String outcome(String call, Answer answer) {
        if (answer.status() == 201 || answer.status() == 204) {
            pause.end();
        }
        // only what is certainly not stored may be sent again without a look
        boolean asDocumented = answer.status() != 503
                || Acknowledged.isInDoubt(answer)
                        == answer.header("Retry-After").isEmpty();
        return call + " " + answer.status() + (asDocumented ? "" : " with a wrong Retry-After");
    }

    /** Fails unless every answer was a documented one, and the clients did get into each other's way. */
    void assertDocumented() {
        assertDocumented(outcomes.keySet());
    }

    /** The same where the database may be away for a time: then the answer is 503, and tells whether to come again. */
    void assertDocumentedOrAway() {
        assertDocumented(outcomes.keySet().stream()
                .filter(outcome -> !outcome.endsWith(" 503"))
                .collect(Collectors.toSet()));
    }

    private void assertDocumented(Set<String> seen) {
        assertThat(seen)
                .as("calls and their statuses: %s", outcomes)
                .isSubsetOf(DOCUMENTED)
                .containsAll(COLLISIONS);
    }

    /** Fails unless a database has what was acknowledged, nothing that was not, and no orphan row. */
    void assertHeldBy(Rows rows) throws SQLException {
        for (Acknowledged kind : kinds) {
            kind.assertHeldBy(rows);
        }
        assertThat(rows.column(ORPHANS)).as("orphan rows").isEmpty();
    }

    /** Tells what was answered, how long the server took at most, and for how long it took no writes. */
    @Override
    public String toString() {
        return "%s%n%s%nslowest answer %.1f s, longest time without a write %.1f s"
                .formatted(outcomes, kinds, slowest.get() / 1e9, pause.longest() / 1e9);
    }

    /** The longest time, in nanoseconds, between two writes that were acknowledged. */
    private static final class Pause {
        private long began;
        private long longest;

        synchronized void begin() {
            began = System.nanoTime();
        }

        synchronized void end() {
            longest = Math.max(longest, System.nanoTime() - began);
            begin();
        }

        synchronized long longest() {
            return longest;
        }
    }
}
