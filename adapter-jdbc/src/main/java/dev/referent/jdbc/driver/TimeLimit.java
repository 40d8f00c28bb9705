package dev.referent.jdbc.driver;

import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/**
 * The time that an explanation may take. It interrupts what SQLite runs, and only while it is told to: an interrupted
 * SELECT leaves everything as it is, an interrupted write rolls back the whole transaction (sqlite.org/c3ref/interrupt.html).
 *
 * <p>A connection has room for one progress handler. Where the application has set its own, or that cannot be told, no
 * handler is set, and the time is looked at between the steps alone.
 */
public final class TimeLimit extends ProgressHandler implements AutoCloseable {
    /** How many instructions of SQLite's virtual machine, some 20 microseconds' worth, pass between two looks at the clock. */
    private static final int INSTRUCTIONS = 1_000;

    private final SQLiteConnection connection;
    private final Duration bound;
    private final long end;
    private final boolean set;
    private final int busyTimeout;
    private boolean interrupting;

    private TimeLimit(SQLiteConnection connection, Duration bound, boolean set, int busyTimeout) {
        this.connection = connection;
        this.bound = bound;
        this.end = System.nanoTime() + bound.toNanos();
        this.set = set;
        this.busyTimeout = busyTimeout;
    }

    /** Starts the clock; until the limit is closed, nothing waits longer for another connection's lock either. */
    public static TimeLimit start(SQLiteConnection connection, Duration bound) throws SQLException {
        int busyTimeout = Enforcement.number(connection, "busy_timeout");
        TimeLimit limit = new TimeLimit(connection, bound, DriverState.hasNoProgressHandler(connection), busyTimeout);
        if (limit.set) {
            ProgressHandler.setHandler(connection, INSTRUCTIONS, limit);
        }
        if (busyTimeout > bound.toMillis()) {
            connection.getDatabase().busy_timeout((int) bound.toMillis());
        }
        return limit;
    }

    /** Interrupts what runs on another connection as well, one of Referent's own. */
    public void alsoOf(SQLiteConnection other) throws SQLException {
        ProgressHandler.setHandler(other, INSTRUCTIONS, this);
    }

    /** Looks at the database, and is interrupted when the time is over. */
    public <T> T interrupting(Look<T> look) throws SQLException {
        check();
        boolean before = interrupting;
        interrupting = true;
        try {
            return look.look();
        } finally {
            interrupting = before;
        }
    }

    /** Looks for something, and says of a failure when the time was over that this was the reason. */
    public <T> T saysWhenOver(Look<T> look) throws SQLException {
        try {
            return look.look();
        } catch (SQLException e) {
            if (isOver()) {
                throw new OutOfTimeException(bound);
            }
            throw e;
        }
    }

    /**
     * Lets time pass.
     *
     * @throws OutOfTimeException if it is over
     */
    void check() throws OutOfTimeException {
        checkFor(0);
    }

    /**
     * Lets something begin that cannot be interrupted.
     *
     * @param nanoseconds how long it will take
     * @throws OutOfTimeException if it would take too long
     */
    public void checkFor(long nanoseconds) throws OutOfTimeException {
        if (!hasTimeFor(nanoseconds)) {
            throw new OutOfTimeException(bound);
        }
    }

    /** Tells whether something that takes as long still fits in. */
    private boolean hasTimeFor(long nanoseconds) {
        return end - System.nanoTime() >= nanoseconds;
    }

    /** Tells whether the time is over. */
    public boolean isOver() {
        return !hasTimeFor(0);
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
        if (busyTimeout > bound.toMillis()) {
            connection.getDatabase().busy_timeout(busyTimeout);
        }
    }

    /** Looks something up. */
    @FunctionalInterface
    public interface Look<T> {
        /** Returns what there is to see. */
        T look() throws SQLException;
    }

    /** The time was over before anything was proved. */
    public static final class OutOfTimeException extends SQLException {
        private static final long serialVersionUID = 1L;

        private OutOfTimeException(Duration bound) {
            super("it was not found within " + bound.toMillis()
                    + " ms; allow more time by EnforcedDataSource.explainingWithin");
        }
    }
}
