package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
        return semicolon < 0 || sql.chars().skip(semicolon + 1).allMatch(c -> SqlTokens.isSpace((char) c));
    }

    /** Returns the SQL of each statement, without the semicolon that ends it; the string itself if it has none. */
    public static List<String> split(String sql) {
        if (sql.indexOf(';') < 0) {
            return List.of(sql);
        }
        List<String> statements = statements(sql)
                .map(tokens -> sql.substring(tokens.get(0).start(), end(tokens)))
                .toList();
        return statements.isEmpty() ? List.of(sql) : statements;
    }

    /**
     * A part of a SQL string that holds one statement.
     *
     * @param text its characters
     * @param statement the statement, without the semicolon that ends it
     */
    public record Part(String text, String statement) {}

    /**
     * Returns consecutive parts of a SQL string. Together they are the string, and each ends with the semicolon that ends its
     * statement, so that what precedes it, valid or not, stays with the statement.
     */
    public static List<Part> parts(String sql) {
        List<Part> parts = new ArrayList<>();
        int start = 0;
        String statement = sql;
        int end = 0;
        for (List<Token> tokens : (Iterable<List<Token>>) terminated(sql)::iterator) {
            if (end > 0) {
                parts.add(new Part(sql.substring(start, end), statement));
                start = end;
            }
            end = end(tokens);
            statement = sql.substring(tokens.get(0).start(), end(unterminated(tokens)));
        }
        parts.add(new Part(sql.substring(start), statement));
        return parts;
    }

    private static int end(List<Token> statement) {
        return statement.get(statement.size() - 1).end();
    }

    /** Returns the tokens of each statement, one after the other, without the semicolon that ends it. */
    public static Stream<List<Token>> statements(String sql) {
        return terminated(sql).map(SqlScript::unterminated);
    }

    private static List<Token> unterminated(List<Token> statement) {
        int last = statement.size() - 1;
        return statement.get(last).is(";") ? statement.subList(0, last) : statement;
    }

    /** Returns the tokens of each statement, with the semicolon that ends it. */
    private static Stream<List<Token>> terminated(String sql) {
        SqlTokens rest = new SqlTokens(sql);
        return Stream.generate(() -> next(rest)).takeWhile(statement -> !statement.isEmpty());
    }

    private static List<Token> next(SqlTokens rest) {
        List<Token> statement = new ArrayList<>();
        while (rest.hasNext()) {
            Token token = rest.next();
            boolean ends = token.is(";") && (!isTrigger(statement) || endsBody(statement));
            if (!ends || !statement.isEmpty()) {
                statement.add(token);
            }
            if (ends && !statement.isEmpty()) {
                return statement;
            }
        }
        return statement;
    }

    private static boolean isTrigger(List<Token> statement) {
        int create = 0;
        while (BEFORE_CREATE.contains(keyword(statement, create))) {
            create++;
        }
        int type = keyword(statement, create + 1).startsWith("TEMP") ? create + 2 : create + 1;
        return keyword(statement, create).equals("CREATE")
                && keyword(statement, type).equals("TRIGGER");
    }

    private static String keyword(List<Token> statement, int index) {
        return index < statement.size() ? statement.get(index).keyword() : "";
    }

    private static boolean endsBody(List<Token> statement) {
        int last = statement.size() - 1;
        return last > 0
                && statement.get(last).is("END")
                && statement.get(last - 1).is(";");
    }
}
