package dev.referent.docs.ways;

import org.jspecify.annotations.Nullable;

/** What happens to a program that writes in a transaction, goes on whatever the write says, and commits. */
final class Attempt {
    private @Nullable Exception write;
    private @Nullable Exception commit;

    /** A part of the program. */
    @FunctionalInterface
    interface Step {
        /** Runs it and throws what the library throws. */
        void run() throws Exception;
    }

    /** Runs the write; the program catches what it throws, and goes on. */
    void write(Step step) {
        write = failure(step);
    }

    /** Runs the commit, or what ends in one. */
    void commit(Step step) {
        commit = failure(step);
    }

    /** Returns whether the write was rejected. */
    boolean isRejected() {
        return write != null;
    }

    private static @Nullable Exception failure(Step step) {
        try {
            step.run();
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    /** Returns what has come of it. */
    Outcome outcome(int stored, int orphans) {
        return new Outcome(write, commit, stored, orphans);
    }
}
