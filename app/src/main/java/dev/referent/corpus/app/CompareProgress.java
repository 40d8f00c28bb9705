package dev.referent.corpus.app;

import dev.referent.evidence.comparison.Progress;
import dev.referent.evidence.comparison.report.EngineColumn;
import dev.referent.evidence.comparison.run.Result;
import java.io.PrintWriter;
import java.time.Duration;

/** Prints the progress of a comparison to stderr: a line for each engine, and one every few seconds. */
final class CompareProgress implements Progress {
    private static final long PAUSE = Duration.ofSeconds(3).toNanos();

    private final PrintWriter err;
    private long last;

    CompareProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void starting(String engine, int number, int of) {
        say("engine " + number + "/" + of + ": " + engine);
    }

    @Override
    public void started(EngineColumn engine) {
        say("  " + (engine.ran() ? engine.version() : "not run: " + engine.reason()));
    }

    @Override
    public void ran(Result result, int done, int of) {
        if (done == of || System.nanoTime() - last > PAUSE) {
            say("  " + done + "/" + of + " cells");
        }
    }

    private void say(String line) {
        last = System.nanoTime();
        err.println(line);
        err.flush();
    }
}
