package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LazyTest {
    private static final int THREADS = 8;

    private final AtomicInteger made = new AtomicInteger();

    private String make() {
        return "page " + made.incrementAndGet();
    }

    @Test
    void isMadeWhenItIsFirstAskedFor() {
        Lazy<String> page = new Lazy<>(this::make);

        assertThat(made).hasValue(0);
        assertThat(page.get()).isEqualTo("page 1");
        assertThat(page.get()).isEqualTo("page 1");
    }

    @Test
    void isMadeOnceForThreadsThatAskAtTheSameTime() throws Exception {
        CyclicBarrier asking = new CyclicBarrier(THREADS);
        Lazy<String> page = new Lazy<>(() -> {
            String making = make();
            pause();
            return making;
        });
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<String> ask = () -> {
                asking.await();
                return page.get();
            };
            for (Future<String> answer : threads.invokeAll(Collections.nCopies(THREADS, ask))) {
                assertThat(answer.get()).isEqualTo("page 1");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void isMadeByTheNextRequestAfterAFailure() {
        Lazy<String> page = new Lazy<>(() -> {
            String making = make();
            if (made.get() == 1) {
                throw new IllegalStateException("no report");
            }
            return making;
        });

        assertThatIllegalStateException().isThrownBy(page::get);
        assertThat(page.get()).isEqualTo("page 2");
    }

    /** Gives the other threads time to ask, too. */
    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
