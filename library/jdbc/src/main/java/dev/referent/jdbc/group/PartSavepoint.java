package dev.referent.jdbc.group;

import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * A savepoint of the application within its part of a group.
 *
 * @param getSavepointId its number on its connection
 * @param getSavepointName its name as JDBC reports it; in SQL it has one that no savepoint of the group has
 */
record PartSavepoint(GroupMember member, int getSavepointId, String getSavepointName) implements Savepoint {
    /** Returns the savepoint that the application names. */
    static PartSavepoint of(Object savepoint) throws SQLException {
        if (savepoint instanceof PartSavepoint own) {
            return own;
        }
        throw new SQLException("the savepoint belongs to another connection");
    }

    /** Executes SAVEPOINT, ROLLBACK TO or RELEASE, if its part is the one that is open. */
    void execute(String control, @Nullable GroupMember open) throws SQLException {
        if (member != open) {
            throw new SQLException("the savepoint's transaction has ended");
        }
        member.verify();
        member.group().execute(control + " referent_savepoint_" + getSavepointId);
    }
}
