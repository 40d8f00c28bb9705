package dev.referent.jdbc.group;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One borrower's part of a group's transaction: a savepoint, and the statements that were created in it. */
final class GroupMember {
    /** The name of every member's savepoint, of which one is open at a time. */
    static final String SAVEPOINT = "referent_member";

    private final CommitGroup group;
    private final boolean first;
    private final Set<Statement> statements = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Object cancelling = new Object();
    private @Nullable Statement interruptible;
    private boolean cancelled;
    private boolean guilty;
    private @Nullable Throwable failure;

    GroupMember(CommitGroup group, boolean first) {
        this.group = group;
        this.first = first;
    }

    CommitGroup group() {
        return group;
    }

    Connection connection() {
        return group.connection();
    }

    /** Remembers a statement, which is closed at the end of this part: none of its rows may outlive it. */
    void opened(Statement statement) {
        statements.add(statement);
    }

    void closed(Statement statement) {
        statements.remove(statement);
    }

    /** Notes a failure in this part, after which the transaction may have ended. */
    void failed(Throwable e) {
        failure = failure == null ? e : failure;
    }

    /**
     * Makes sure that the group's transaction is open before a statement, which would otherwise be stored at once.
     *
     * @throws SQLException if the group has failed, or it is not known
     */
    void verify() throws SQLException {
        Throwable doubt = failure;
        if (doubt != null && !group.hasFailed()) {
            group.verify(doubt);
            failure = null;
            guilty = group.hasFailed();
        }
        group.requireSuccess();
    }

    /** Returns whether this part made the group fail. */
    boolean isGuilty() {
        return guilty;
    }

    /**
     * Notes which statement is running. SQLite rolls back the whole transaction when it interrupts a write, so a write can be
     * interrupted only if no other member would lose by it.
     */
    void runs(Statement statement, boolean query) {
        synchronized (cancelling) {
            interruptible = first || query ? statement : null;
        }
    }

    /**
     * Notes that no statement is running. After a cancel SQLite interrupts each following statement as long as one has unread rows
     * (sqlite.org/c3ref/interrupt.html), and a write must not be that one.
     */
    void pauses() {
        synchronized (cancelling) {
            interruptible = null;
            if (cancelled) {
                cancelled = false;
                failed(new SQLException("a statement was cancelled"));
            }
        }
    }

    /** Interrupts a statement of this part if it is running and can be interrupted. */
    void cancel(Statement statement) throws SQLException {
        synchronized (cancelling) {
            if (interruptible == statement) {
                cancelled = true;
                statement.cancel();
            }
        }
    }

    /**
     * Ends this part: it stays in the group's transaction, or is rolled back alone.
     *
     * @throws SQLException if unread rows of a statement end with a failure; then this part is rolled back
     */
    void end(boolean commit) throws SQLException {
        boolean settled = false;
        try {
            SQLException unread = closeStatements();
            settled = group.hasFailed() || settle(commit && unread == null);
            if (commit && unread != null) {
                throw unread;
            }
        } finally {
            if (!settled) {
                group.fail(new SQLException("the end of a transaction in it failed"));
            }
        }
    }

    private boolean settle(boolean keeps) {
        try {
            if (keeps) {
                group.keepsPart();
            } else {
                group.execute("ROLLBACK TO " + SAVEPOINT);
            }
            group.execute("RELEASE " + SAVEPOINT);
        } catch (SQLException e) {
            guilty = true;
            group.fail(failure == null ? e : failure);
        }
        return true;
    }

    private @Nullable SQLException closeStatements() {
        SQLException last = null;
        for (Statement statement : statements) {
            try {
                statement.close();
            } catch (SQLException e) {
                last = e;
                failed(e);
            }
        }
        return last;
    }
}
