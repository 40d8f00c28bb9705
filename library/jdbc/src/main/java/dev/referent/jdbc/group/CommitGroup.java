package dev.referent.jdbc.group;

import dev.referent.jdbc.driver.OpenTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * One transaction on one connection, which several members share one after another. Its outcome is decided once: the COMMIT
 * begins only while it is open, and it fails only while the COMMIT has not begun, or by it.
 */
final class CommitGroup {
    private static final int MOST_MEMBERS = 64;

    private enum State {
        OPEN,
        COMMITTING,
        COMMITTED,
        FAILED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final CountDownLatch decided = new CountDownLatch(1);
    private final long begun = System.nanoTime();
    private final long longest;
    private final Connection connection;
    private final Statement control;
    private int members;
    private boolean holdsWrites;
    private volatile @Nullable Throwable cause;
    private volatile boolean isInDoubt;

    private CommitGroup(Connection connection, Statement control, Duration longest) {
        this.longest = longest.toNanos();
        this.connection = connection;
        this.control = control;
    }

    /**
     * Begins a transaction that has the write lock.
     *
     * @param longest how long after that members may join
     * @return the group, or none if the database is not one for groups; then no transaction is open
     * @throws SQLException if there is no connection, or another program has the write lock; no transaction is open
     */
    static Optional<CommitGroup> begin(DataSource source, Duration longest) throws SQLException {
        Connection connection = source.getConnection();
        boolean begun = false;
        try {
            if (connection.isWrapperFor(SQLiteConnection.class)) {
                if (!connection.getAutoCommit()) {
                    connection.setAutoCommit(true); // else the driver begins each transaction itself
                }
                Statement control = connection.createStatement();
                control.executeUpdate("BEGIN IMMEDIATE");
                begun = GroupableDatabase.isBehind(control);
                if (begun) {
                    return Optional.of(new CommitGroup(connection, control, longest));
                }
                control.executeUpdate("ROLLBACK");
            }
            return Optional.empty();
        } finally {
            if (!begun) {
                connection.close();
            }
        }
    }

    Connection connection() {
        return connection;
    }

    /** Begins the next member's part. */
    GroupMember join() throws SQLException {
        execute("SAVEPOINT " + GroupMember.SAVEPOINT);
        members++;
        return new GroupMember(this, members == 1);
    }

    /** Notes that a part stays in the transaction, so that later parts may read what is not committed. */
    void keepsPart() {
        holdsWrites = true;
    }

    /** Returns whether what a part reads now may come from a row that is not committed. */
    boolean holdsWrites() {
        return holdsWrites;
    }

    boolean accepts() {
        return state.get() == State.OPEN && members < MOST_MEMBERS && System.nanoTime() - begun < longest;
    }

    void execute(String sql) throws SQLException {
        control.executeUpdate(sql);
    }

    /**
     * Lets the group fail if SQLite has rolled the transaction back, as it does after some errors.
     *
     * @throws SQLException if SQLite does not answer
     */
    void verify(Throwable failure) throws SQLException {
        try {
            execute("BEGIN"); // succeeds only if no transaction is open
        } catch (SQLException e) {
            if (OpenTransaction.isToldBy(e)) {
                return;
            }
            throw e;
        }
        execute("ROLLBACK");
        fail(failure);
    }

    /** Decides that nothing of the group is stored, unless the COMMIT has begun. */
    void fail(Throwable failure) {
        if (state.compareAndSet(State.OPEN, State.FAILED)) {
            cause = failure;
            decided.countDown();
        }
    }

    boolean hasFailed() {
        return state.get() == State.FAILED;
    }

    /** Commits, or rolls back if the group has failed, and gives the connection back. The caller has the writer's turn. */
    void finish() {
        try {
            if (state.compareAndSet(State.OPEN, State.COMMITTING)) {
                commit();
            }
            if (hasFailed()) {
                execute("ROLLBACK");
            }
        } catch (SQLException | RuntimeException e) {
            // the transaction has ended already, or closing the connection ends it
        } finally {
            close();
        }
    }

    private void commit() {
        State outcome = State.FAILED;
        isInDoubt = true;
        try {
            execute("COMMIT");
            outcome = State.COMMITTED;
        } catch (SQLException e) {
            cause = e;
            isInDoubt = false;
        } catch (RuntimeException e) {
            cause = e; // a listener's, which does not stop the COMMIT
        } finally {
            state.set(outcome);
            decided.countDown();
        }
    }

    private void close() {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            // the outcome is decided; the pool has the failure
        }
    }

    /** Waits for the outcome, and returns whether it is known. An interrupt changes nothing and stays noted. */
    boolean awaits(long nanoseconds) {
        boolean interrupted = false;
        long end = System.nanoTime() + nanoseconds;
        try {
            while (true) {
                try {
                    return decided.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void requireSuccess() throws SQLException {
        if (hasFailed()) {
            throw notStored();
        }
    }

    private SQLException notStored() {
        Throwable failure = cause;
        String message = (isInDoubt
                        ? "it is not known whether the transaction was stored: the COMMIT was executed and has thrown"
                        : "the transaction was not stored: the group with which it shares a COMMIT has failed")
                + (failure == null ? "" : " (" + failure.getMessage() + ")")
                + (isInDoubt ? "; read what it wrote" : "; run it again");
        return failure instanceof SQLException sql
                ? new SQLException(message, sql.getSQLState(), sql.getErrorCode(), sql)
                : new SQLException(message, failure);
    }
}
