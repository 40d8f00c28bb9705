package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A DELETE or an UPDATE of one table in a plain form (sqlite.org/lang_delete.html, lang_update.html).
 *
 * @param deletes whether it is a DELETE
 * @param resolves whether it resolves conflicts in another way than ABORT
 * @param schema the database that its SQL names; empty if it names none
 * @param table the table
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
        Where where) {

    /**
     * A condition: its SQL, cut where a parameter stands.
     *
     * @param parts what stands between the parameters; one part more than there are parameters
     * @param parameters the parameters' numbers
     * @param names the words in it, in any letter case
     */
    public record Where(List<String> parts, List<Integer> parameters, Set<String> names) {
        /** Returns the condition with literals for its parameters; empty if there is none. */
        String with(List<@Nullable Object> bound) {
            StringBuilder clause = new StringBuilder(parts.get(0));
            for (int i = 0; i < parameters.size(); i++) {
                int number = parameters.get(i);
                clause.append(SqlLiteral.of(number <= bound.size() ? bound.get(number - 1) : null))
                        .append(parts.get(i + 1));
            }
            return clause.toString();
        }
    }

    /** Reads a statement; empty if it is another one, or in another form. */
    static Optional<SimpleChange> of(String sql, List<Token> tokens) {
        return new SimpleChangeReader(sql, tokens).read();
    }

    /**
     * Returns what selects the same rows, from FROM on.
     *
     * @param inSchema the database of the table
     * @param bound what is bound to the statement
     */
    public String fromWhere(String inSchema, List<@Nullable Object> bound) {
        String as = alias.isEmpty() ? "" : " AS " + SqlNames.quoted(alias);
        String condition = where.with(bound);
        return " FROM " + SqlNames.quoted(inSchema) + "." + SqlNames.quoted(table) + as
                + (condition.isEmpty() ? "" : " WHERE (" + condition + ")");
    }

    /**
     * Returns the columns that the WHERE clause equates with literals or parameters, in any letter case, to those values; none if
     * the clause says anything else.
     */
    public Map<String, Object> equated(List<@Nullable Object> bound) {
        Map<String, Object> equated = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<Token> tokens = SqlTokens.of(where.with(bound));
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

    /** Returns whether it assigns nothing but literals and parameters. */
    public boolean assignsKnownValues() {
        return !assigned.isEmpty() && assigned.values().stream().allMatch(SqlValue::known);
    }

    /** Returns whether the WHERE clause does not depend on what the SET clause sets, and that to known values. */
    public boolean setsWhatItDoesNotRead() {
        return assignsKnownValues() && where.names().stream().noneMatch(assigned::containsKey);
    }

    /** Returns an empty map of columns, whose letter case does not matter. */
    static Map<String, SqlValue> columns() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }
}
