package dev.referent.corpus.app;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Interrupts work when the process is stopped, so that it can clean up. */
final class ShutdownInterrupt {
    private static final long PATIENCE_SECONDS = 30;

    private ShutdownInterrupt() {}

    /** Runs the work; if the process is stopped, interrupts it and gives it some time to end. */
    static <T> T call(Callable<T> work) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Thread working = Thread.currentThread();
        Thread stop = new Thread(() -> interrupt(working, done), "stop");
        Runtime runtime = Runtime.getRuntime();
        runtime.addShutdownHook(stop);
        try {
            T result = work.call();
            runtime.removeShutdownHook(stop);
            return result;
        } finally {
            done.countDown();
        }
    }

    private static void interrupt(Thread working, CountDownLatch done) {
        working.interrupt();
        try {
            done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
