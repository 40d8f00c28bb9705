package dev.referent.corpus.storage;

import dev.referent.corpus.ByteSize;
import dev.referent.corpus.StorageFullException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes that the uploaded files take together, up to a limit. Thread-safe. */
final class UsedBytes {
    private final AtomicLong used;
    private final long limit;

    UsedBytes(long used, long limit) {
        this.used = new AtomicLong(used);
        this.limit = limit;
    }

    /**
     * Counts bytes before they are written.
     *
     * @throws StorageFullException if they would exceed the limit; they are not counted
     */
    void add(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            throw new StorageFullException(
                    "the uploaded files may take " + ByteSize.of(limit) + " together; delete some, then send it again",
                    null);
        }
    }

    /** Returns what keeps the files from taking more, in a sentence; empty if nothing does. */
    Optional<String> failure() {
        return DatabaseQuota.isReached(used.get(), limit)
                ? Optional.of("the uploaded files take the " + ByteSize.of(limit)
                        + " that they may take together; delete recordings, or allow more")
                : Optional.empty();
    }

    /** Counts bytes that were deleted, or not written after all. */
    void subtract(long bytes) {
        used.addAndGet(-bytes);
    }
}
