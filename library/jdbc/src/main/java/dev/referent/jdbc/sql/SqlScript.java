package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Splits a script, or another multi-statement string, into its statements. The body of a trigger belongs to its statement: it
 * ends where {@code END} follows a semicolon, as SQLite's own shell decides (sqlite.org/c3ref/complete.html).
 */
public final class SqlScript {
    private static final Set<String> BEFORE_CREATE = Set.of("EXPLAIN", "QUERY", "PLAN");

    private SqlScript() {}

    /** Returns whether a SQL string is certainly a single statement, by a quick look. */
    public static boolean isSingleStatement(String sql) {
        int semicolon = sql.indexOf(';');
        return semicolon < 0 || sql.substring(semicolon + 1).isBlank();
    }

    /** Returns the SQL of each statement, without the semicolon that ends it; the string itself if it has none. */
    public static List<String> split(String sql) {
        if (sql.indexOf(';') < 0) {
            return List.of(sql);
        }
        List<String> statements = statements(sql).stream()
                .map(tokens -> sql.substring(
                        tokens.get(0).start(), tokens.get(tokens.size() - 1).end()))
                .toList();
        return statements.isEmpty() ? List.of(sql) : statements;
    }

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
        List<String> keywords = statement.stream()
                .map(Token::keyword)
                .dropWhile(BEFORE_CREATE::contains)
                .limit(3)
                .toList();
        return keywords.size() == 3
                && keywords.get(0).equals("CREATE")
                && (keywords.get(1).equals("TRIGGER")
                        || (keywords.get(1).startsWith("TEMP")
                                && keywords.get(2).equals("TRIGGER")));
    }

    private static boolean endsBody(List<Token> statement) {
        int last = statement.size() - 1;
        return last > 0
                && statement.get(last).is("END")
                && statement.get(last - 1).is(";");
    }
}
