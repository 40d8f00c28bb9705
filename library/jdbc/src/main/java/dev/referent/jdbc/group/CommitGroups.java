package dev.referent.jdbc.group;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The writer's turn, and the group that is open. The thread that ends a turn commits, unless another that can join is waiting.
 * A thread that is running takes a free turn before one that has to be woken first: on a machine with few cores, waking takes
 * longer than a turn.
 */
public final class CommitGroups {
    /** After which a member commits the group itself, if the one that was to join it has given up meanwhile. */
    private static final long HANDOVER = TimeUnit.MILLISECONDS.toNanos(10);

    private final DataSource source;
    private final Duration patience;
    private final Duration longest;
    private final Semaphore turn = new Semaphore(1);

    /** Read and written only by who has the turn. */
    private @Nullable CommitGroup open;

    /** The thread that took the turn last, also after it has passed it on. */
    private volatile @Nullable Thread taker;

    /**
     * Creates the turn of one writer.
     *
     * @param source of connections that enforce foreign keys
     * @param patience how long to wait for the turn, or for the other members of a group
     */
    public CommitGroups(DataSource source, Duration patience) {
        this(source, patience, Duration.ofMillis(20));
    }

    /** Creates it with the time after which nobody joins a group that has begun. */
    CommitGroups(DataSource source, Duration patience, Duration longest) {
        this.source = source;
        this.patience = patience;
        this.longest = longest;
    }

    /** Returns a connection that takes its turn at its first statement. */
    public Connection connection() {
        return new GroupedConnection(this).connection();
    }

    /**
     * Takes the turn and joins the open group, or begins one.
     *
     * @return none if the database is not one for groups; then the turn is free
     * @throws SQLException if the turn does not come, or no transaction can begin; the turn is free
     */
    Optional<GroupMember> join() throws SQLException {
        take();
        boolean joined = false;
        try {
            if (open != null && !open.accepts()) {
                finish();
            }
            if (open == null) {
                open = CommitGroup.begin(source, longest).orElse(null);
            }
            Optional<GroupMember> member = open == null ? Optional.empty() : Optional.of(open.join());
            joined = member.isPresent();
            return member;
        } catch (SQLException | RuntimeException e) {
            if (open != null) {
                open.fail(e);
            }
            throw e;
        } finally {
            if (!joined) {
                pass();
            }
        }
    }

    /**
     * Takes the turn for a connection that shares nothing.
     *
     * @throws SQLException if the turn does not come, or there is no connection; the turn is free
     */
    Connection alone() throws SQLException {
        take();
        Connection connection = null;
        try {
            finish();
            connection = source.getConnection();
            return connection;
        } finally {
            if (connection == null) {
                pass();
            }
        }
    }

    /** Closes a connection that shares nothing, and ends its turn. */
    void giveBack(Connection alone) throws SQLException {
        try {
            alone.close();
        } finally {
            pass();
        }
    }

    /** Ends the turn, and commits the open group if nobody waits, also if the one that did gives up meanwhile. */
    void pass() {
        boolean isOpen = true;
        do {
            try {
                if (open != null && (!open.accepts() || !turn.hasQueuedThreads())) {
                    finish();
                }
            } finally {
                isOpen = open != null;
                turn.release();
            }
        } while (isOpen && !turn.hasQueuedThreads() && turn.tryAcquire());
    }

    private void finish() {
        CommitGroup ended = open;
        open = null;
        if (ended != null) {
            ended.finish();
        }
    }

    /**
     * Ends a member's part and its turn, and waits until the group is committed, unless neither this part nor one that it may have
     * read is in it.
     *
     * @throws SQLException if the part or the group was not stored although it should be, or if the group has failed, of which
     *     this part may have read
     */
    void end(GroupMember member, boolean commit) throws SQLException {
        CommitGroup group = member.group();
        try {
            member.end(commit);
        } finally {
            boolean waits = group.holdsWrites();
            pass();
            if (waits) {
                await(group);
            }
        }
        if (commit || !member.isGuilty()) {
            group.requireSuccess();
        }
    }

    private void await(CommitGroup group) {
        long start = System.nanoTime();
        while (!group.awaits(HANDOVER)) {
            if (turn.tryAcquire()) {
                pass();
            } else if (System.nanoTime() - start > patience.toNanos()) {
                group.fail(new SQLTransientConnectionException(
                        "another member did not end its transaction within " + patience.toMillis() + " ms"));
            }
        }
    }

    /** Takes the turn. An interrupt ends the wait for it; a turn that is free needs no wait. */
    private void take() throws SQLException {
        boolean taken = turn.tryAcquire();
        try {
            taken = taken || turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (!taken) {
                throw busy();
            }
            taker = Thread.currentThread();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for the writer", e);
        } finally {
            if (!taken && turn.tryAcquire()) {
                pass(); // the last pass may have left the group open for this thread
            }
        }
    }

    private SQLException busy() {
        return new SQLTransientConnectionException("the writer was busy for " + patience.toMillis() + " ms; "
                + (Thread.currentThread().equals(taker)
                        ? "this thread has it itself, by another connection: end its transaction or close it first, and read through"
                                + " another data source"
                        : "try again, or find the transaction that is long"));
    }
}
