package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A DELETE or an UPDATE of one table in a simple form (sqlite.org/lang_delete.html, lang_update.html). An UPDATE of a rowid by a name
 * other than its column's is none.
 *
 * @param resolves whether its conflict resolution is other than ABORT
 * @param schema the database that its SQL names; empty if it names none
 * @param alias the table's alias; empty if it has none
 * @param assigned the columns that an UPDATE assigns to, in any letter case, to their values
 * @param where the WHERE clause; empty if there is none
 */
public record SimpleChange(
        boolean deletes,
        boolean resolves,
        String schema,
        String table,
        String alias,
        Map<String, SqlValue> assigned,
        Clause where) {

    /** Reads a statement; empty if it is of another kind or form. */
    static Optional<SimpleChange> of(String sql, List<Token> tokens) {
        return new SimpleChangeReader(sql, tokens).read();
    }

    /** Returns the FROM and WHERE clauses that select the same rows. */
    public String fromWhere(String inSchema, List<@Nullable Object> bound) {
        return fromWhere(inSchema, bound, "");
    }

    /**
     * Returns the FROM and WHERE clauses that select some of those rows.
     *
     * @param also a further condition
     */
    public String fromWhere(String inSchema, List<@Nullable Object> bound, String also) {
        String as = alias.isEmpty() ? "" : " AS " + SqlNames.quoted(alias);
        String condition = Stream.of(where.with(bound), also)
                .filter(part -> !part.isEmpty())
                .map(part -> "(" + part + ")")
                .collect(Collectors.joining(" AND "));
        return " FROM " + SqlNames.quoted(inSchema, table) + as + (condition.isEmpty() ? "" : " WHERE " + condition);
    }

    /** Returns the name that SQLite gives the table in a query plan. */
    public String name() {
        return alias.isEmpty() ? (schema.isEmpty() ? "" : schema + ".") + table : alias;
    }

    /**
     * Returns the columns that the WHERE clause equates with literals or parameters, in any letter case, to those values; none
     * if the clause has any other condition.
     */
    public Map<String, Object> equated(List<@Nullable Object> bound) {
        Map<String, Object> equated = new TreeMap<>(SqlNames.ORDER);
        List<Token> tokens = SqlTokens.of(where.with(bound, " ", " "));
        int next = 0;
        while (next < tokens.size()) {
            while (next + 1 < tokens.size() && tokens.get(next + 1).is(".")) {
                next += 2;
            }
            int end = next;
            while (end < tokens.size() && !tokens.get(end).is("AND")) {
                end++;
            }
            boolean equates = end - next > 2 && tokens.get(next + 1).is("=");
            Optional<SqlValue.Known> value =
                    equates ? SqlValue.of(tokens, Map.of(), next + 2, end).value(List.of()) : Optional.empty();
            Object known = value.isPresent() ? value.get().value() : null;
            if (known == null || equated.put(tokens.get(next).text(), known) != null) {
                return Map.of();
            }
            next = end + 1;
        }
        return equated;
    }

    /** Returns whether it assigns only literals and parameters. */
    public boolean assignsKnownValues() {
        return !assigned.isEmpty() && assigned.values().stream().allMatch(SqlValue::known);
    }

    /** Returns whether the SET clause assigns known values, to columns that the WHERE clause does not name. */
    public boolean setsWhatItDoesNotRead() {
        return assignsKnownValues()
                && where.names().stream().noneMatch(assigned::containsKey)
                && SqlNames.ROW_ID_NAMES.stream().noneMatch(where.names()::contains);
    }
}
