package dev.referent.jdbc.driver;

import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code Statement.cancel()} of one connection goes: to the statement that runs, or to the explanation of one that has
 * failed. SQLite answers the interrupt of a write by rolling back its transaction, so an explanation is never interrupted; it
 * reads {@link #getAsBoolean()} and ends. Thread-safe; it takes none of the driver's locks.
 */
public final class Cancellation implements BooleanSupplier {
    private final Object lock = new Object();
    private int explanations;
    private volatile boolean requested;

    /** Explains something; a cancellation meanwhile is only noted. */
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
     * Ends what the connection is doing.
     *
     * @param interrupt interrupts the statement that runs
     */
    public void cancel(Execution<?> interrupt) throws SQLException {
        synchronized (lock) {
            if (explanations > 0) {
                requested = true;
            } else {
                interrupt.run();
            }
        }
    }

    /** Tells whether the explanation that is under way is to end. */
    @Override
    public boolean getAsBoolean() {
        return requested;
    }
}
