package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many clients at once. */
public interface ConcurrencyContract extends ServedCorpus {

    /** How often two requests race. */
    int ROUNDS = 10;

    @Test
    default void storesOneOfTwelveEqualPairsSentAtOnce() throws Exception {
        Api api = api();
        long audio = api.audio("a.wav");
        long transcription = api.transcription("t");
        CyclicBarrier start = new CyclicBarrier(12);
        List<Answer> answers = inParallel(12, client -> {
            start.await();
            return api.pair(audio, transcription);
        });
        List<Answer> stored = answers.stream().filter(a -> a.status() == 201).toList();
        assertThat(stored).hasSize(1);
        for (Answer answer : answers) {
            if (answer.status() != 201) {
                assertThat(answer.problem(409).get("utterance"))
                        .isEqualTo(stored.get(0).json().get("id"));
            }
        }
        assertThat(api.get("/v0.1/utterance").json(200)).hasSize(1);
    }

    @Test
    default void eitherPairsARecordingOrDeletesItWhereBothAreAskedAtOnce() throws Exception {
        Api api = api();
        for (int round = 0; round < ROUNDS; round++) {
            long audio = api.audio("a.wav");
            long transcription = api.transcription("t");
            CyclicBarrier start = new CyclicBarrier(2);
            List<Answer> answers = inParallel(2, client -> {
                start.await();
                return client == 0 ? api.pair(audio, transcription) : api.delete("/v0.1/audio/" + audio);
            });
            List<Integer> statuses = answers.stream().map(Answer::status).toList();
            assertThat(statuses).isIn(List.of(List.of(201, 409), List.of(400, 204)));
            assertThat(api.get("/v0.1/audio/" + audio).status()).isEqualTo(statuses.get(0) == 201 ? 200 : 404);
        }
        assertThat(api.get("/v0.1/utterance?pageSize=" + ROUNDS).json(200))
                .allSatisfy(pair -> assertThat(pair.has("orphan")).isFalse());
    }

    /** What one of many clients does. */
    @FunctionalInterface
    interface Client<T> {

        /** Does it, as the client of that number. */
        T run(int client) throws Exception;
    }

    private static <T> List<T> inParallel(int clients, Client<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Callable<T>> tasks = IntStream.range(0, clients)
                    .<Callable<T>>mapToObj(client -> () -> work.run(client))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
