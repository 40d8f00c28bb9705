package dev.referent.jdbc.driver;

import dev.referent.jdbc.driver.RolledBack.TransactionLostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/**
 * The deadline of an explanation. It interrupts SQLite only where the explanation allows it: an interrupted SELECT changes
 * nothing, an interrupted write rolls back the whole transaction (sqlite.org/c3ref/interrupt.html).
 *
 * <p>A connection can have one progress handler. If the application has set its own, or may have, Referent sets none and reads
 * the clock only between the steps.
 */
public final class Deadline extends ProgressHandler implements AutoCloseable {
    /** How many instructions of SQLite's virtual machine, some 20 microseconds' worth, pass between two looks at the clock. */
    private static final int INSTRUCTIONS = 1_000;

    /** One of so many parts of the time is left. */
    private static final int PARTS = 5;

    private final SQLiteConnection connection;
    private final Duration limit;
    private final BooleanSupplier cancelled;
    private long end;
    private boolean set;
    private boolean otherHandler;
    private int busyTimeout;
    private boolean interrupting;
    private boolean rolledBack;

    private Deadline(SQLiteConnection connection, Duration limit, BooleanSupplier cancelled) {
        this.connection = connection;
        this.limit = limit;
        this.cancelled = cancelled;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** Starts the clock; until the deadline is closed, waiting for another connection's lock is limited too. */
    public static Deadline start(SQLiteConnection connection, Duration limit, BooleanSupplier cancelled)
            throws SQLException {
        Deadline deadline = new Deadline(connection, limit, cancelled);
        int busyTimeout = (int) Query.number(connection, "PRAGMA busy_timeout");
        Optional<Boolean> other = DriverState.hasProgressHandler(connection);
        deadline.otherHandler = other.orElse(false);
        deadline.set = other.isPresent() && !deadline.otherHandler;
        if (deadline.set) {
            ProgressHandler.setHandler(connection, INSTRUCTIONS, deadline);
        }
        if (busyTimeout > limit.toMillis()) {
            connection.getDatabase().busy_timeout((int) limit.toMillis());
            deadline.busyTimeout = busyTimeout;
        }
        return deadline;
    }

    /** Also interrupts queries on another connection, which belongs to Referent. */
    public void alsoOf(SQLiteConnection other) throws SQLException {
        ProgressHandler.setHandler(other, INSTRUCTIONS, this);
    }

    /** Reads from the database, and is interrupted at the deadline. */
    public <T> T interrupting(Execution<T> work) throws SQLException {
        check();
        boolean before = interrupting;
        interrupting = true;
        try {
            return work.run();
        } catch (TransactionLostException e) {
            throw e;
        } catch (SQLException e) {
            if (isOver()) {
                throw new DeadlineException();
            }
            throw e;
        } finally {
            interrupting = before;
        }
    }

    /** Reads for four fifths of the time at most; empty if that is not enough, so that some time is left for a shorter search. */
    public <T> Optional<T> leavingTime(Execution<T> work) throws SQLException {
        long whole = end;
        end -= limit.toNanos() / PARTS;
        try {
            return Optional.of(interrupting(work));
        } catch (DeadlineException e) {
            return Optional.empty();
        } finally {
            end = whole;
        }
    }

    /**
     * Runs work that may write, and rolls it back. It is not interrupted, except where it {@link #interrupting allows} it.
     *
     * @throws SQLException as {@link RolledBack#run} does
     */
    public <T> T rollingBack(Execution<T> work) throws SQLException {
        boolean before = interrupting;
        interrupting = false;
        rolledBack = true;
        try {
            return RolledBack.run(connection, work);
        } finally {
            interrupting = before;
        }
    }

    /** Throws if the deadline has passed. */
    public void check() throws DeadlineException {
        checkFor(0);
    }

    /** Throws if something that takes so long, and cannot be interrupted, would end after the deadline. */
    public void checkFor(long nanoseconds) throws DeadlineException {
        if (isTooSoonFor(nanoseconds)) {
            throw new DeadlineException();
        }
    }

    /** Returns whether something that takes so long would end after the deadline, or the application has cancelled. */
    public boolean isTooSoonFor(long nanoseconds) {
        return end - System.nanoTime() < nanoseconds || cancelled.getAsBoolean();
    }

    /** Returns whether the deadline has passed, or the application has cancelled. */
    public boolean isOver() {
        return isTooSoonFor(0);
    }

    /** Returns whether the application has set a progress handler, which could interrupt a write and its rollback. */
    public boolean hasOtherHandler() {
        return otherHandler;
    }

    /** Returns whether work was, or may have been, rolled back. */
    public boolean hasRolledBack() {
        return rolledBack;
    }

    /** Returns whether the application has cancelled. */
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    /** Returns the whole time, from the start to the deadline. */
    public Duration limit() {
        return limit;
    }

    @Override
    protected int progress() {
        return interrupting && isOver() ? 1 : 0;
    }

    @Override
    public void close() throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        if (set) {
            ProgressHandler.clearHandler(connection);
        }
        if (busyTimeout > 0) {
            connection.getDatabase().busy_timeout(busyTimeout);
        }
    }

    /** The deadline passed before everything was proved. */
    public static final class DeadlineException extends SQLException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public DeadlineException() {
            super("the deadline has passed");
        }
    }
}
