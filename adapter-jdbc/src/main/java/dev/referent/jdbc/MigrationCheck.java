package dev.referent.jdbc;

import dev.referent.core.integrity.Explanation;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.DB;

/** Compares what is broken during a migration with what was broken before it. */
final class MigrationCheck {
    private final SQLiteConnection connection;
    private final Orphans before;
    private String checked;

    private MigrationCheck(SQLiteConnection connection, Orphans before, String checked) {
        this.connection = connection;
        this.before = before;
        this.checked = checked;
    }

    /** Looks at what is broken already. */
    static MigrationCheck before(SQLiteConnection connection) throws SQLException {
        return new MigrationCheck(connection, Orphans.of(connection), state(connection));
    }

    /**
     * Makes sure that nothing is broken that was not before; looks at nothing if nothing was written since the last time.
     *
     * @param why what is refused otherwise
     * @throws ForeignKeyViolationSQLException if something is; nothing is changed
     */
    void verify(String why) throws SQLException {
        String now = state(connection);
        if (now.equals(checked)) {
            return;
        }
        Optional<Explanation> broken = Orphans.of(connection).since(before);
        if (broken.isPresent()) {
            SQLException cause = DB.newSQLException(
                    SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY.code, "found by PRAGMA foreign_key_check");
            throw new ForeignKeyViolationSQLException(why + ": ", broken.get(), cause);
        }
        checked = now;
    }

    /** Every row that is written and every change of the schema moves one of these numbers. */
    private static String state(SQLiteConnection connection) throws SQLException {
        StringBuilder state = new StringBuilder();
        state.append(connection.getDatabase().total_changes());
        for (String schema : Catalogue.schemas(connection)) {
            int version = Enforcement.number(connection, SqlNames.quoted(schema) + ".schema_version");
            state.append(' ').append(schema).append(' ').append(version);
        }
        return state.toString();
    }
}
