package dev.referent.jdbc.migration;

import dev.referent.integrity.Explanation;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.schema.Schemas.Database;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/** Compares the orphan rows during a migration with those before it. */
public final class MigrationCheck {
    private final SQLiteConnection connection;
    private final MigrationState before;
    private String checked;

    private MigrationCheck(SQLiteConnection connection, MigrationState before, String checked) {
        this.connection = connection;
        this.before = before;
        this.checked = checked;
    }

    /** Reads the existing orphan rows. */
    public static MigrationCheck before(SQLiteConnection connection) throws SQLException {
        return new MigrationCheck(connection, MigrationState.of(connection), state(connection));
    }

    /**
     * Looks for new orphan rows; reads nothing if nothing was written since the last check.
     *
     * @param why the beginning of the message
     * @return the violation; empty if there are no new orphan rows
     */
    public Optional<MigrationViolation> violation(String why) throws SQLException {
        String now = state(connection);
        if (now.equals(checked)) {
            return Optional.empty();
        }
        Optional<Explanation> broken = MigrationState.of(connection).minus(before);
        if (broken.isEmpty()) {
            checked = now;
        }
        return broken.map(
                explanation -> MigrationViolation.of(why + ": ", explanation, "found by PRAGMA foreign_key_check"));
    }

    /** Every written row and every change of the schema changes one of these numbers. */
    private static String state(SQLiteConnection connection) throws SQLException {
        StringBuilder state = new StringBuilder();
        state.append(connection.getDatabase().total_changes());
        for (Database database : Schemas.databases(connection)) {
            String schema = SqlNames.quoted(database.name());
            long version = Query.number(connection, "PRAGMA " + schema + ".schema_version");
            state.append(' ').append(schema).append(' ').append(version);
        }
        return state.toString();
    }
}
