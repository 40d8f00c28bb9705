package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a script into its statements. The body of a trigger belongs to its statement: it ends where {@code END} follows a
 * semicolon, as SQLite's own shell decides (sqlite.org/c3ref/complete.html).
 */
public final class SqlScript {
    private SqlScript() {}

    /** Returns the tokens of each statement, without the semicolon that ends it. */
    public static List<List<Token>> statements(String sql) {
        List<List<Token>> statements = new ArrayList<>();
        List<Token> statement = new ArrayList<>();
        for (Token token : SqlTokens.of(sql)) {
            if (!token.is(";")) {
                statement.add(token);
            } else if (isTrigger(statement) && !endsBody(statement)) {
                statement.add(token);
            } else {
                add(statements, statement);
                statement = new ArrayList<>();
            }
        }
        add(statements, statement);
        return statements;
    }

    private static void add(List<List<Token>> statements, List<Token> statement) {
        if (!statement.isEmpty()) {
            statements.add(List.copyOf(statement));
        }
    }

    private static boolean isTrigger(List<Token> statement) {
        return statement.size() > 2
                && statement.get(0).is("CREATE")
                && (statement.get(1).is("TRIGGER") || statement.get(2).is("TRIGGER"));
    }

    private static boolean endsBody(List<Token> statement) {
        int last = statement.size() - 1;
        return last > 0
                && statement.get(last).is("END")
                && statement.get(last - 1).is(";");
    }
}
