package dev.referent.jdbc.driver;

import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Directs {@code Statement.cancel()} of one handle to the statement that its connection is running, or to the explanation of a failed
 * one, also of another handle on the same connection. SQLite rolls back the transaction when a write is interrupted, so an explanation
 * is never interrupted; it polls {@link #getAsBoolean()} and ends. Thread-safe; it takes none of the driver's locks.
 */
public final class Cancellation implements BooleanSupplier {
    private final State state;
    private boolean ended;

    Cancellation(State state) {
        this.state = state;
    }

    /** What the handles on one connection share; it is the lock for its fields. */
    static final class State {
        private int uninterrupted;
        private volatile boolean requested;
    }

    /** Runs an explanation, a check or a COMMIT, during which a cancellation is only noted. The caller holds the driver's locks. */
    public <T extends @Nullable Object> T uninterrupted(Execution<T> execution) throws SQLException {
        synchronized (state) {
            state.requested = state.requested && state.uninterrupted > 0;
            state.uninterrupted++;
        }
        try {
            return execution.run();
        } finally {
            synchronized (state) {
                state.uninterrupted--;
            }
        }
    }

    /** Interrupts what the connection is doing, unless it must not be interrupted. */
    public void cancel(Execution<?> interrupt) throws SQLException {
        synchronized (state) {
            if (ended) {
                return;
            }
            if (state.uninterrupted > 0) {
                state.requested = true;
            } else {
                interrupt.run();
            }
        }
    }

    /** Ignores every cancellation from now on, because the connection gets another borrower. */
    public void end() {
        synchronized (state) {
            ended = true;
        }
    }

    /** Returns whether the running explanation is to end. */
    @Override
    public boolean getAsBoolean() {
        return state.requested;
    }
}
