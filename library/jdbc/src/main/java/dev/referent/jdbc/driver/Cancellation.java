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
    private int explanations;
    private volatile boolean requested;
    private volatile boolean interrupted;

    /** Runs an explanation, during which a cancellation is only noted. */
    public <T extends @Nullable Object> T explaining(Execution<T> explanation) throws SQLException {
        synchronized (lock) {
            requested = requested && explanations > 0;
            explanations++;
        }
        try {
            return explanation.run();
        } finally {
            synchronized (lock) {
                explanations--;
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
            if (explanations > 0) {
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
            explanations++;
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
