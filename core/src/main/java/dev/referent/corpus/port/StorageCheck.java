package dev.referent.corpus.port;

import java.util.List;

/** Finds out whether the storage can do its work. */
@FunctionalInterface
public interface StorageCheck {

    /** Checks the storage. May be called often, from any thread. */
    Findings check();

    /**
     * What a check has found, in sentences that name no path of the server.
     *
     * @param failures what keeps the storage from reading or writing; empty if it does both
     * @param warnings what somebody should know although the storage does its work
     */
    record Findings(List<String> failures, List<String> warnings) {
        /** Copies the lists. */
        public Findings {
            failures = List.copyOf(failures);
            warnings = List.copyOf(warnings);
        }

        /** Returns the findings where nothing was found. */
        public static Findings none() {
            return new Findings(List.of(), List.of());
        }
    }
}
