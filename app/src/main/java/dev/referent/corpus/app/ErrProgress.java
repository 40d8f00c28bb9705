package dev.referent.corpus.app;

import dev.referent.orphans.Progress;
import dev.referent.orphans.ReportFormat;
import java.io.PrintWriter;
import java.time.Duration;

/** Prints the progress of long work to stderr, at most every two seconds; prints nothing for short work. */
final class ErrProgress implements Progress {
    private static final long PAUSE = Duration.ofSeconds(2).toNanos();

    private final PrintWriter err;
    private long last = System.nanoTime();

    ErrProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void reached(String step, long done, long total) {
        long now = System.nanoTime();
        if (now - last >= PAUSE) {
            last = now;
            err.println("referent: " + ReportFormat.visible(step) + ", " + 100 * done / Math.max(total, 1) + " %");
            err.flush();
        }
    }
}
