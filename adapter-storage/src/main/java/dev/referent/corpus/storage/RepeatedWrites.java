package dev.referent.corpus.storage;

import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.usecase.GuardedCorpus;
import java.util.function.Supplier;

/**
 * Repeats a write that a database server undid for the sake of another transaction, which is what the servers' manuals ask of their
 * clients (postgresql.org/docs/current/mvcc-serialization-failure-handling.html), and never one that may be stored. SQLite, with its one
 * writer, has no such conflicts. Thread-safe.
 */
public final class RepeatedWrites implements GuardedCorpus.Guard {
    private static final int REPETITIONS = 5;

    @Override
    public <R> R run(Supplier<R> write) {
        for (int left = REPETITIONS; ; left--) {
            try {
                return write.get();
            } catch (StorageUnavailableException e) {
                if (left == 0 || e.isInDoubt() || !StorageErrors.isConflict(e)) {
                    throw e;
                }
            }
        }
    }
}
