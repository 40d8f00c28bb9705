package dev.referent.corpus.app;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Interrupts work when the process is stopped, so that it can clean up; what it leaves is cleaned up for it. */
final class ShutdownInterrupt {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownInterrupt.class);
    private static final long PATIENCE_MILLIS = 300;

    /** The exit status of a process that Ctrl-C ends. */
    private static final int INTERRUPTED = 130;

    private ShutdownInterrupt() {}

    /**
     * Runs the work. If the process is stopped, interrupts it and gives it a moment to end; then the process ends at once, so that
     * nothing that the work has started writes again what was cleaned up.
     *
     * @param cleanUp runs after that moment
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
                LOG.debug("the work has not ended yet, and is cleaned up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cleanUp.run();
        Runtime.getRuntime().halt(INTERRUPTED);
    }
}
