package dev.referent.jdbc.group;

import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.List;
import java.util.Set;

/**
 * A SQL string, and what a group has to know of it. A transaction may execute single statements in a group that read or write
 * rows. Everything else could end or outlive the transaction that the group shares.
 *
 * @param isGroupable whether it may be executed in a group
 * @param isQuery whether an interrupt of it leaves its transaction open, which is certain of queries only
 */
record GroupableSql(String sql, boolean isGroupable, boolean isQuery) {
    private static final Set<String> READING = Set.of("SELECT", "VALUES");
    private static final Set<String> WRITING = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "WITH");

    static GroupableSql of(String sql) {
        List<Token> tokens = SqlTokens.of(sql);
        String first = tokens.isEmpty() ? "" : tokens.get(0).keyword();
        boolean isQuery = READING.contains(first);
        boolean isGroupable = (isQuery || WRITING.contains(first))
                && !SqlTokens.says(tokens, "ROLLBACK") // INSERT OR ROLLBACK
                && (SqlScript.isSingleStatement(sql) || SqlScript.split(sql).size() == 1);
        return new GroupableSql(sql, isGroupable, isQuery);
    }
}
