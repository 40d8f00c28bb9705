package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads a simple DELETE or UPDATE in one pass over its tokens. */
final class SimpleChangeReader extends TokenReader {
    private static final Set<String> LIMITS = Set.of("ORDER", "LIMIT");
    private static final Set<String> ENDS = Set.of("RETURNING", "ORDER", "LIMIT", ";");
    private static final Set<String> AFTER_SET = Set.of("FROM", "WHERE", "RETURNING", "ORDER", "LIMIT", ";");

    private final String sql;

    SimpleChangeReader(String sql, List<Token> tokens) {
        super(tokens);
        this.sql = sql;
    }

    Optional<SimpleChange> read() {
        boolean deletes = skip("DELETE") && skip("FROM");
        if (!deletes && !skip("UPDATE")) {
            return Optional.empty();
        }
        boolean resolves = !deletes && skip("OR") && !skip("ABORT");
        next += resolves ? 1 : 0;
        String first = name();
        boolean qualified = skip(".");
        String table = qualified ? name() : first;
        String alias = skip("AS") ? name() : "";
        int setStart = next;
        if (!deletes && !skipToWhere()) {
            return Optional.empty();
        }
        int setEnd = next;
        boolean hasWhere = skip("WHERE");
        int end = end();
        boolean plain = hasWhere || next >= tokens.size() || is(";") || is("RETURNING");
        Map<String, SqlValue> assigned = deletes ? new TreeMap<>(SqlNames.ORDER) : assigned(setStart + 1, setEnd);
        if (!plain || end < 0 || SqlNames.ROW_ID_NAMES.stream().anyMatch(assigned::containsKey)) {
            return Optional.empty(); // a rowid's other names do not say which column they assign to
        }
        return Optional.of(new SimpleChange(
                deletes, resolves, qualified ? first : "", table, alias, assigned, clause(sql, hasWhere ? end : next)));
    }

    /** Skips the SET clause; false if a FROM clause follows it. */
    private boolean skipToWhere() {
        next = SqlTokens.find(tokens, next, AFTER_SET);
        return !is("FROM");
    }

    /** Reads {@code a = …, (b, c) = …}: the parts between the commas. */
    private Map<String, SqlValue> assigned(int from, int to) {
        Map<String, SqlValue> columns = new TreeMap<>(SqlNames.ORDER);
        int depth = 0;
        int start = from;
        for (int i = from; i <= to; i++) {
            Token token = i < to ? tokens.get(i) : null;
            if (token != null) {
                depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            }
            if (token == null || (depth == 0 && token.is(","))) {
                assign(columns, start, i);
                start = i + 1;
            }
        }
        return columns;
    }

    private void assign(Map<String, SqlValue> columns, int from, int to) {
        if (to - from > 2 && tokens.get(from + 1).is("=")) {
            columns.put(tokens.get(from).text(), SqlValue.of(tokens, parameters, from + 2, to));
            return;
        }
        for (int i = from; i < to && !tokens.get(i).is("="); i++) {
            columns.put(tokens.get(i).text(), SqlValue.EXPRESSION);
        }
    }

    /** Returns the index of the token after the WHERE clause; negative if the statement is not simple. */
    private int end() {
        int end = SqlTokens.find(tokens, next, ENDS);
        return end < tokens.size() && LIMITS.contains(tokens.get(end).keyword()) ? -1 : end;
    }
}
