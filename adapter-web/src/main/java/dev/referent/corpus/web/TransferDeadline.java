package dev.referent.corpus.web;

import java.time.Duration;

/** The time until which a body must be transferred, which moves on with the bytes that are. Not thread-safe. */
final class TransferDeadline {
    /**
     * The limits of a transfer.
     *
     * @param grace how long a transfer may take whatever its size
     * @param bytesPerSecond the least number of bytes per second after that, on average
     */
    record Limits(Duration grace, long bytesPerSecond) {}

    private final Limits limits;
    private final long start = System.nanoTime();
    private long bytes;

    TransferDeadline(Limits limits) {
        this.limits = limits;
    }

    /** Counts bytes that were transferred. */
    void add(long count) {
        bytes += count;
    }

    /** Returns whether the transfer is too slow. */
    boolean hasPassed() {
        return left().isNegative();
    }

    /** Returns how much time is left if nothing more is transferred. */
    Duration left() {
        long allowed = limits.grace().toNanos() + bytes * Duration.ofSeconds(1).toNanos() / limits.bytesPerSecond();
        return Duration.ofNanos(allowed - (System.nanoTime() - start));
    }
}
