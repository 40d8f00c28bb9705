package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a multi-statement string into its statements. A string with a trigger is not split, because the statements of its
 * body are not distinguished.
 */
public final class MultiStatementString {
    private MultiStatementString() {}

    /** Returns whether a SQL string is certainly a single statement, by a quick look. */
    public static boolean isSingleStatement(String sql) {
        int semicolon = sql.indexOf(';');
        return semicolon < 0 || sql.substring(semicolon + 1).isBlank();
    }

    /** Returns the statements, at least one, without their semicolons. */
    public static List<String> split(String sql) {
        if (sql.indexOf(';') < 0) {
            return List.of(sql);
        }
        List<Token> tokens = SqlTokens.of(sql);
        if (SqlTokens.says(tokens, "TRIGGER")) {
            return List.of(sql);
        }
        List<String> statements = new ArrayList<>();
        int start = -1;
        for (Token token : tokens) {
            if (token.is(";")) {
                if (start >= 0) {
                    statements.add(sql.substring(start, token.start()));
                }
                start = -1;
            } else if (start < 0) {
                start = token.start();
            }
        }
        if (start >= 0) {
            statements.add(sql.substring(start));
        }
        return statements.isEmpty() ? List.of(sql) : statements;
    }
}
