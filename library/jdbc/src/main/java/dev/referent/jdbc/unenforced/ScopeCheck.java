package dev.referent.jdbc.unenforced;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/** Looks for the orphan rows that work without enforcement adds. */
public abstract class ScopeCheck {
    final SQLiteConnection connection;
    final AttachedDatabases attached;
    private String checked = "";

    ScopeCheck(SQLiteConnection connection) {
        this.connection = connection;
        this.attached = new AttachedDatabases(connection);
    }

    /**
     * Follows a statement before it is executed.
     *
     * @param sql the statement; of a multi-statement string, the first is executed
     * @param inBatch whether others may be executed before it, which have been followed, too
     * @return why it is rejected; empty if it may be executed
     */
    public abstract Optional<UnreportedViolation> beforeStatement(String sql, boolean inBatch) throws SQLException;

    /** Returns the rows that are left out, in the order in which they were found. */
    public List<LeftOutRows.Row> leftOut() {
        return List.of();
    }

    /** Follows statements again that it has followed: after a rollback or a PRAGMA they may fire other triggers. */
    public void followAgain() {}

    /**
     * Forgets what was found without new orphan rows: the version of the schema may come back, after a COMMIT that has failed and a
     * rollback, or by a PRAGMA.
     */
    public final void checkAgain() {
        checked = "";
    }

    /** Notes that the application has reached the driver's connection, whose statements are not followed. */
    public void shared() throws SQLException {}

    /**
     * Notes that something else has written through the same connection of the driver.
     *
     * @throws SQLException if the tables that it may have written were not read before
     */
    public void writtenByOthers() throws SQLException {}

    /**
     * Looks for new orphan rows; reads nothing if nothing was written since the last check.
     *
     * @param why the beginning of the message
     * @return the violation; empty if there are no new orphan rows
     */
    public final Optional<UnreportedViolation> violation(String why) throws SQLException {
        includeAttached();
        if (OrphanState.version(connection).equals(checked)) {
            return Optional.empty();
        }
        Optional<UnreportedViolation> violation = newOrphans(why);
        if (violation.isEmpty()) {
            noteChecked();
        }
        return violation;
    }

    /** Notes that the present state has no new orphan rows. */
    final void noteChecked() throws SQLException {
        checked = OrphanState.version(connection);
    }

    /** Reads the orphan rows of the databases that the last statement has attached. */
    abstract void includeAttached() throws SQLException;

    abstract Optional<UnreportedViolation> newOrphans(String why) throws SQLException;
}
