package dev.referent.corpus.app;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Interrupts work when the process is stopped, so that it can clean up; what takes longer is cleaned up for it. */
final class ShutdownInterrupt {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownInterrupt.class);
    private static final long PATIENCE_MILLIS = 300;

    private ShutdownInterrupt() {}

    /**
     * Runs the work. If the process is stopped, interrupts it and gives it a moment to end.
     *
     * @param cleanUp runs if the work has not ended after that moment
     */
    static <T> T call(Callable<T> work, Runnable cleanUp) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Thread working = Thread.currentThread();
        Thread stop = new Thread(() -> interrupt(working, done, cleanUp), "stop");
        Runtime runtime = Runtime.getRuntime();
        runtime.addShutdownHook(stop);
        try {
            return work.call();
        } finally {
            done.countDown();
            try {
                runtime.removeShutdownHook(stop);
            } catch (IllegalStateException e) {
                LOG.debug("the process is being stopped, and the hook has run", e);
            }
        }
    }

    private static void interrupt(Thread working, CountDownLatch done, Runnable cleanUp) {
        working.interrupt();
        try {
            if (!done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                cleanUp.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
