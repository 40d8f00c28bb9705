package dev.referent.jdbc.unenforced;

import dev.referent.jdbc.schema.Schemas.Database;
import dev.referent.jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;

/** Compares the orphan rows of all tables with those before a migration. */
public final class MigrationCheck extends ScopeCheck {
    private static final Pattern DETACH = Pattern.compile("\\bdetach\\b", Pattern.CASE_INSENSITIVE);

    private final OrphanState before;

    /** Reads the existing orphan rows. */
    public MigrationCheck(SQLiteConnection connection) throws SQLException {
        super(connection);
        this.before = OrphanState.before(connection).read();
        noteChecked();
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

    @Override
    void includeAttached() throws SQLException {
        for (Database database : attached.added()) {
            before.read(database);
        }
    }

    @Override
    Optional<UnreportedViolation> newOrphans(String why) throws SQLException {
        return OrphanState.after(connection)
                .read()
                .minus(before)
                .map(added -> UnreportedViolation.ofOrphans(why, added));
    }
}
