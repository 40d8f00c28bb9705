package dev.referent.jdbc.explain;

import dev.referent.jdbc.explain.TransactionWrites.Outcome;
import dev.referent.jdbc.explain.TransactionWrites.Write;
import dev.referent.jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The databases that the open transaction has certainly locked by writing them: a re-run does not extend those locks. Rolling
 * back a savepoint does not release its locks. The locks of a statement that is its own transaction end with it.
 */
record HeldLocks(Investigation investigation, boolean all, Set<String> databases) {
    static HeldLocks of(Investigation investigation, TransactionWrites writes) throws SQLException {
        HeldLocks locks =
                new HeldLocks(investigation, investigation.autoCommit() || writes.locksAll(), new HashSet<>());
        for (Write write : writes.writes().orElse(List.of())) {
            if (write.outcome() != Outcome.FAILED) {
                locks.add(SqlStatement.of(write.sql()));
            }
        }
        return locks;
    }

    /** Adds the locks of a statement that was executed, or violated a constraint. */
    void add(SqlStatement statement) throws SQLException {
        if (!holdsAll() && statement.isWrite()) {
            databases.addAll(investigation.locked(statement));
        }
    }

    private boolean holdsAll() {
        return all || databases.containsAll(investigation.lockable());
    }

    /** Returns whether a re-run of the statement locks no further database. */
    private boolean cover(SqlStatement statement) throws SQLException {
        return !statement.isWrite() || databases.containsAll(investigation.locked(statement));
    }

    /** Returns how many statements come before the first one that would lock a further database. */
    int covered(List<FailedStatement> statements) throws SQLException {
        int count = holdsAll() ? statements.size() : 0;
        while (count < statements.size() && cover(statements.get(count).statement())) {
            count++;
        }
        return count;
    }
}
