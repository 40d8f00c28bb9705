package dev.referent.jdbc.group;

import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.List;
import java.util.Set;

/**
 * The SQL strings that a transaction may execute in a group: single statements that read or write rows. Everything else could
 * end or outlive the transaction that the group shares.
 */
final class GroupableSql {
    private static final Set<String> READING = Set.of("SELECT", "VALUES");
    private static final Set<String> WRITING = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "WITH");

    private GroupableSql() {}

    static boolean contains(String sql) {
        List<Token> tokens = SqlTokens.of(sql);
        if (tokens.isEmpty() || SqlTokens.says(tokens, "ROLLBACK")) { // INSERT OR ROLLBACK
            return false;
        }
        String first = tokens.get(0).keyword();
        boolean isSingle =
                SqlScript.isSingleStatement(sql) || SqlScript.split(sql).size() == 1;
        return isSingle && (READING.contains(first) || WRITING.contains(first));
    }

    /** Returns whether an interrupt of the statement leaves its transaction open, which is certain of queries only. */
    static boolean isQuery(String sql) {
        List<Token> tokens = SqlTokens.of(sql);
        return !tokens.isEmpty() && READING.contains(tokens.get(0).keyword());
    }
}
