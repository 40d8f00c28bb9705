package dev.referent.jdbc.driver;

import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Directs {@code Statement.cancel()} of one connection to the running statement, or to the explanation of a failed one. SQLite
 * rolls back the transaction when a write is interrupted, so an explanation is never interrupted; it polls {@link
 * #getAsBoolean()} and ends. Thread-safe; it takes none of the driver's locks.
 */
public final class Cancellation implements BooleanSupplier {
    private final Object lock = new Object();
    private int uninterrupted;
    private volatile boolean requested;
    private volatile boolean interrupted;

    /** Runs an explanation, a check or a COMMIT, during which a cancellation is only noted. */
    public <T extends @Nullable Object> T uninterrupted(Execution<T> execution) throws SQLException {
        synchronized (lock) {
            requested = requested && uninterrupted > 0;
            uninterrupted++;
        }
        try {
            return execution.run();
        } finally {
            synchronized (lock) {
                uninterrupted--;
            }
        }
    }

    /**
     * Cancels what the connection is doing.
     *
     * @param interrupt interrupts the running statement
     */
    public void cancel(Execution<?> interrupt) throws SQLException {
        synchronized (lock) {
            if (uninterrupted > 0) {
                requested = true;
            } else {
                interrupted = true;
                interrupt.run();
            }
        }
    }

    /** Ignores every cancellation from now on, because the connection gets another borrower. */
    public void end() {
        synchronized (lock) {
            uninterrupted++;
        }
    }

    /** Returns whether SQLite has been interrupted since this was asked before. */
    public boolean hasInterrupted() {
        boolean since = interrupted;
        interrupted = false;
        return since;
    }

    /** Returns whether the running explanation is to end. */
    @Override
    public boolean getAsBoolean() {
        return requested;
    }
}
