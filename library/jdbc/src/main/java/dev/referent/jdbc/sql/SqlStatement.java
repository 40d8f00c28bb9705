package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One SQL statement, parsed once: its kind, and its values if it is simple. */
public final class SqlStatement {
    private static final Set<String> WRITES = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE");

    private static final Set<String> MAIN_PARTS =
            Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "DROP", "SELECT", "VALUES", "PRAGMA", "EXPLAIN", "CREATE");

    private final String sql;
    private final List<Token> tokens;
    private final Optional<SimpleInsert> insert;
    private final Optional<SimpleChange> change;

    private SqlStatement(String sql) {
        this.sql = sql;
        this.tokens = SqlTokens.of(sql);
        this.insert = begins("INSERT") ? SimpleInsert.of(tokens) : Optional.empty();
        this.change = begins("DELETE") || begins("UPDATE") ? SimpleChange.of(sql, tokens) : Optional.empty();
    }

    /** Reads a statement. */
    public static SqlStatement of(String sql) {
        return new SqlStatement(sql);
    }

    /** Returns its SQL. */
    public String sql() {
        return sql;
    }

    /** Returns its tokens. */
    public List<Token> tokens() {
        return tokens;
    }

    /** Returns its tokens, with the bound values that are numbers, text or null in place of their parameters. */
    public List<Token> tokens(List<@Nullable Object> bound) {
        List<Token> all = new ArrayList<>(tokens);
        SqlParameters.of(tokens).forEach((index, number) -> {
            if (number <= bound.size()) {
                all.set(index, withValue(tokens.get(index), bound.get(number - 1)));
            }
        });
        return all;
    }

    private static Token withValue(Token parameter, @Nullable Object value) {
        boolean isText = value instanceof String;
        return isText || value == null || value instanceof Number
                ? new Token(String.valueOf(value), isText, isText, parameter.start(), parameter.end())
                : parameter;
    }

    /** Returns whether it writes rows, including DROP TABLE; after WITH its main part decides. */
    public boolean isWrite() {
        return WRITES.contains(mainPart()) || isDropTable();
    }

    /** Returns whether it is a DROP TABLE, which deletes the rows first. */
    public boolean isDropTable() {
        return tokens.size() > 2 && tokens.get(0).is("DROP") && tokens.get(1).is("TABLE");
    }

    /** Returns whether it is an INSERT or REPLACE. */
    public boolean isInsert() {
        return mainPart().equals("INSERT") || mainPart().equals("REPLACE");
    }

    private boolean begins(String keyword) {
        return !tokens.isEmpty() && tokens.get(0).is(keyword);
    }

    private String mainPart() {
        int depth = 0;
        for (Token token : tokens) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && MAIN_PARTS.contains(token.keyword())) {
                return token.keyword();
            }
        }
        return "";
    }

    /** Returns whether it contains a keyword. */
    public boolean says(String keyword) {
        return SqlTokens.says(tokens, keyword);
    }

    /** Returns it as an INSERT of values; empty if it is of another kind or form. */
    public Optional<SimpleInsert> plainInsert() {
        return insert;
    }

    /** Returns it as a DELETE or UPDATE of one table; empty if it is of another kind or form. */
    public Optional<SimpleChange> plainChange() {
        return change;
    }

    /**
     * The table that a plain statement writes.
     *
     * @param schema the database that the SQL names; empty if it names none
     * @param event the event of its triggers: INSERT, DELETE or UPDATE
     */
    public record Target(String schema, String table, String event) {}

    /** Returns the table that it writes; empty if it is neither a plain INSERT nor a plain change. */
    public Optional<Target> plainTarget() {
        return insert.map(found -> new Target(found.schema(), found.table(), "INSERT"))
                .or(() -> change.map(
                        found -> new Target(found.schema(), found.table(), found.deletes() ? "DELETE" : "UPDATE")));
    }

    @Override
    public String toString() {
        return sql;
    }
}
