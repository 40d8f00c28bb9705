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
    private static final String OTHERS = "SELECT group_concat(name) FROM pragma_database_list WHERE name <> 'main'";

    /** Finds words wherever they are, so that a name or a comment with one of them excludes a database, too. */
    private static final String DOUBTS =
            "SELECT count(*) FROM main.sqlite_schema WHERE instr(lower(sql), 'deferred') > 0"
                    + " OR instr(lower(sql), 'rollback') > 0 OR instr(lower(sql), 'virtual') > 0";

    private GroupableDatabase() {}

    /** Reads the open transaction's state of the schema, which nobody else can change once it has the write lock. */
    static boolean isBehind(Statement statement) throws SQLException {
        return !"off".equalsIgnoreCase(first(statement, "PRAGMA main.journal_mode"))
                && isAlone(statement)
                && first(statement, DOUBTS).equals("0");
    }

    /** Returns whether no other database has a table; reading that of the temporary one opens it, if it is not open. */
    private static boolean isAlone(Statement statement) throws SQLException {
        String others = first(statement, OTHERS);
        return others.equals("null")
                || (others.equals("temp")
                        && first(statement, "SELECT count(*) FROM temp.sqlite_schema")
                                .equals("0"));
    }

    private static String first(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}
