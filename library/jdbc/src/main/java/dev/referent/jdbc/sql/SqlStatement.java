package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One SQL statement: its kind, and its values if it is simple. It is parsed once, at the latest when that is first asked for, which takes
 * time if it is long. Not thread-safe.
 */
public final class SqlStatement {
    private final String sql;
    private @Nullable Form form;

    private SqlStatement(String sql) {
        this.sql = sql;
    }

    private record Form(List<Token> tokens, Optional<SimpleInsert> insert, Optional<SimpleChange> change) {
        static Form of(String sql, BooleanSupplier over) {
            List<Token> tokens = SqlTokens.of(sql, over);
            String first = tokens.isEmpty() ? "" : tokens.get(0).keyword();
            boolean changes = first.equals("DELETE") || first.equals("UPDATE");
            return new Form(
                    tokens,
                    first.equals("INSERT") ? SimpleInsert.of(tokens, over) : Optional.empty(),
                    changes ? SimpleChange.of(sql, tokens) : Optional.empty());
        }
    }

    private Form form() {
        Form parsed = form;
        if (parsed == null) {
            parsed = Form.of(sql, () -> false);
            form = parsed;
        }
        return parsed;
    }

    /** Parses it now, unless the time is over before that is done; returns whether it is parsed. */
    public boolean parse(BooleanSupplier over) {
        Form parsed = form == null ? Form.of(sql, over) : form;
        form = over.getAsBoolean() ? form : parsed;
        return form != null;
    }

    /** Returns a statement. */
    public static SqlStatement of(String sql) {
        return new SqlStatement(sql);
    }

    /** Returns its SQL. */
    public String sql() {
        return sql;
    }

    /** Returns its tokens. */
    public List<Token> tokens() {
        return form().tokens();
    }

    /** Returns its tokens, with the bound values that are numbers, text or null in place of their parameters. */
    public List<Token> tokens(List<@Nullable Object> bound) {
        List<Token> tokens = tokens();
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
        return StatementKind.ROWS.contains(StatementKind.of(sql)) || isDropTable();
    }

    /** Returns whether it is a DROP TABLE, which deletes the rows first. */
    public boolean isDropTable() {
        return isDropTable(tokens());
    }

    /** Returns whether a statement of those tokens is a DROP TABLE. */
    public static boolean isDropTable(List<Token> tokens) {
        return tokens.size() > 2 && tokens.get(0).is("DROP") && tokens.get(1).is("TABLE");
    }

    /** Returns whether it is an INSERT or REPLACE. */
    public boolean isInsert() {
        return StatementKind.of(sql) == StatementKind.INSERT;
    }

    /** Returns whether it contains a keyword. */
    public boolean says(String keyword) {
        return SqlTokens.says(tokens(), keyword);
    }

    /** Returns it as an INSERT of values; empty if it is of another kind or form. */
    public Optional<SimpleInsert> plainInsert() {
        return form().insert();
    }

    /** Returns it as an INSERT of the rows of a query; empty if it is of another kind or form. */
    public Optional<SimpleInsert.OfQuery> insertOfQuery() {
        return SimpleInsert.ofQuery(sql, tokens());
    }

    /** Returns it as a DELETE or UPDATE of one table; empty if it is of another kind or form. */
    public Optional<SimpleChange> plainChange() {
        return form().change();
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
        return plainInsert()
                .map(found -> new Target(found.schema(), found.table(), "INSERT"))
                .or(() -> plainChange()
                        .map(found ->
                                new Target(found.schema(), found.table(), found.deletes() ? "DELETE" : "UPDATE")));
    }
}
