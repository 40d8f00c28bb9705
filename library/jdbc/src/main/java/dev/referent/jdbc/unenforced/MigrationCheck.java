package dev.referent.jdbc.unenforced;

import dev.referent.jdbc.schema.Schemas.Database;
import dev.referent.jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;

/** Compares the orphan rows of all tables with those before a migration. */
public final class MigrationCheck implements ScopeCheck {
    private static final Pattern DETACH = Pattern.compile("\\bdetach\\b", Pattern.CASE_INSENSITIVE);

    private final SQLiteConnection connection;
    private final OrphanState before;
    private final AttachedDatabases attached;
    private String checked;

    /** Reads the existing orphan rows. */
    public MigrationCheck(SQLiteConnection connection) throws SQLException {
        this.connection = connection;
        this.before = OrphanState.before(connection);
        this.attached = new AttachedDatabases(connection);
        this.checked = OrphanState.version(connection);
    }

    @Override
    public Optional<UnreportedViolation> beforeStatement(String sql, boolean inBatch) throws SQLException {
        includeAttached();
        attached.follow(sql, inBatch);
        if (!DETACH.matcher(sql).find() || !SqlStatement.of(sql).tokens().get(0).is("DETACH")) {
            return Optional.empty();
        }
        if (inBatch) {
            throw new SQLException("DETACH a database in a statement of its own, before which its rows can be checked");
        }
        return violation("the database is not detached, as foreign keys are broken, which is not found afterwards");
    }

    private void includeAttached() throws SQLException {
        for (Database database : attached.added()) {
            before.addAllBefore(connection, database);
        }
    }

    @Override
    public void followAgain() {}

    @Override
    public void checkAgain() {
        checked = "";
    }

    @Override
    public void shared() {}

    @Override
    public void writtenByOthers() {}

    @Override
    public Optional<UnreportedViolation> violation(String why) throws SQLException {
        includeAttached();
        String now = OrphanState.version(connection);
        if (now.equals(checked)) {
            return Optional.empty();
        }
        Optional<UnreportedViolation> violation =
                OrphanState.after(connection).minus(before).map(added -> UnreportedViolation.ofOrphans(why, added));
        if (violation.isEmpty()) {
            checked = now;
        }
        return violation;
    }
}
