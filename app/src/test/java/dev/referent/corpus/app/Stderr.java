package dev.referent.corpus.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What this process writes to stderr meanwhile, the log among it. */
final class Stderr {
    private Stderr() {}

    /** Does the work and returns what was written, which is not shown. */
    static String of(Work work) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    /** What writes. */
    @FunctionalInterface
    interface Work {
        /** Does it. */
        void run() throws Exception;
    }
}
