package dev.referent.corpus.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The failures that were logged within the last minute, so that one that meets every request takes one line of the log. Thread-safe. */
final class RecentFailures {
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    /** There are fewer failures of different words, unless the words of a client are among theirs. */
    private static final int MOST = 100;

    private final Map<String, Long> logged = new ConcurrentHashMap<>();

    /** Returns whether a failure is to be logged, which it is once a minute. */
    boolean isNew(String message) {
        long now = System.nanoTime();
        if (logged.size() > MOST) {
            logged.clear();
        }
        Long before = logged.putIfAbsent(message, now);
        return before == null || (now - before > PAUSE && logged.replace(message, before, now));
    }
}
