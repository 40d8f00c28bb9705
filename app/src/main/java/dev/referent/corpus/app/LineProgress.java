package dev.referent.corpus.app;

import dev.referent.evidence.comparison.report.Json;
import dev.referent.orphans.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Sends the progress of long work as lines of JSON, at most five in a second. */
final class LineProgress implements Progress {
    private static final long PAUSE = Duration.ofMillis(200).toNanos();

    private final Consumer<String> lines;
    private long last = System.nanoTime();

    LineProgress(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void reached(String step, long done, long total) {
        long now = System.nanoTime();
        if (now - last >= PAUSE) {
            last = now;
            lines.accept(Json.compact(Map.of("message", step, "done", done, "total", total)));
        }
    }
}
