package dev.referent.jdbc.unenforced;

import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/** Compares the orphan rows of all tables with those before a migration. */
public final class MigrationCheck implements ScopeCheck {
    private final SQLiteConnection connection;
    private final OrphanState before;
    private String checked;

    private MigrationCheck(SQLiteConnection connection, OrphanState before, String checked) {
        this.connection = connection;
        this.before = before;
        this.checked = checked;
    }

    /** Reads the existing orphan rows. */
    public static MigrationCheck before(SQLiteConnection connection) throws SQLException {
        OrphanState before = OrphanState.before(connection);
        return new MigrationCheck(connection, before, OrphanState.version(connection));
    }

    @Override
    public Optional<UnreportedViolation> beforeStatement(String sql, boolean inBatch) {
        if (inBatch) {
            checkAgain(); // it may hold a PRAGMA
        }
        return Optional.empty();
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
    public Optional<UnreportedViolation> violation(String why) throws SQLException {
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
