package dev.referent.jdbc.group;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The databases in which a transaction certainly ends at its own savepoint. A deferred foreign key is checked only at the COMMIT
 * (sqlite.org/foreignkeys.html#fk_deferred), ON CONFLICT ROLLBACK and RAISE(ROLLBACK) end the whole transaction, a virtual table
 * may not know savepoints, and without a journal nothing is rolled back.
 */
final class GroupableDatabase {
    /** Finds words wherever they are, so that a name or a comment with one of them excludes a database, too. */
    private static final String DOUBTS = "SELECT (SELECT count(*) FROM pragma_database_list WHERE name <> 'main')"
            + " + (SELECT count(*) FROM main.sqlite_schema WHERE instr(lower(sql), 'deferred') > 0"
            + " OR instr(lower(sql), 'rollback') > 0 OR instr(lower(sql), 'virtual') > 0)";

    private GroupableDatabase() {}

    /** Reads the open transaction's state of the schema, which nobody else can change once it has the write lock. */
    static boolean isBehind(Statement statement) throws SQLException {
        return !"off".equalsIgnoreCase(first(statement, "PRAGMA main.journal_mode"))
                && first(statement, DOUBTS).equals("0");
    }

    private static String first(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}
