package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A DELETE or an UPDATE of one table in a plain form (sqlite.org/lang_delete.html, lang_update.html).
 *
 * @param deletes whether it is a DELETE
 * @param schema the database that its text names; empty if it names none
 * @param table the table
 * @param alias the table's alias; empty if it has none
 * @param assigned the columns that an UPDATE assigns to
 * @param given whether it assigns nothing but given values
 * @param where the WHERE clause, its parameters numbered; empty if there is none
 */
public record PlainChange(
        boolean deletes, String schema, String table, String alias, Set<String> assigned, boolean given, String where) {

    /** Reads the statement; empty if it is another one, or in another form. */
    public static Optional<PlainChange> of(String sql) {
        return new Reader(sql).read();
    }

    /** Returns what selects the same rows, from FROM on. */
    public String fromWhere(String inSchema) {
        String as = alias.isEmpty() ? "" : " AS " + SqlNames.quoted(alias);
        return " FROM " + SqlNames.quoted(inSchema) + "." + SqlNames.quoted(table) + as
                + (where.isEmpty() ? "" : " WHERE " + where);
    }

    /** Tells whether the WHERE clause does not depend on what the SET clause sets, and that to given values. */
    public boolean setsWhatItDoesNotRead() {
        return given && SqlTokens.of(where).stream().noneMatch(token -> assigned.contains(token.text()));
    }

    /** Walks over the tokens once. */
    private static final class Reader {
        private static final List<String> ENDS = List.of("RETURNING", "ORDER", "LIMIT", ";");

        private final String sql;
        private final List<Token> tokens;
        private int next;

        private Reader(String sql) {
            this.sql = sql;
            this.tokens = SqlTokens.of(sql);
        }

        private Optional<PlainChange> read() {
            boolean deletes = skip("DELETE") && skip("FROM");
            if (!deletes && !(skip("UPDATE") && skipConflictClause())) {
                return Optional.empty();
            }
            String first = name();
            boolean qualified = skip(".");
            String table = qualified ? name() : first;
            String alias = skip("AS") ? name() : "";
            int setStart = next;
            if (!deletes && !skipToWhere()) {
                return Optional.empty();
            }
            List<Token> set = tokens.subList(setStart, next);
            boolean hasWhere = skip("WHERE");
            int end = end();
            boolean plain = hasWhere || next >= tokens.size() || is(";");
            if (!plain || end < 0) {
                return Optional.empty();
            }
            String where = hasWhere ? numbered(end) : "";
            return Optional.of(new PlainChange(
                    deletes, qualified ? first : "", table, alias, assigned(set), areGiven(set), where));
        }

        private boolean is(String keyword) {
            return next < tokens.size() && tokens.get(next).is(keyword);
        }

        private boolean skip(String keyword) {
            if (is(keyword)) {
                next++;
                return true;
            }
            return false;
        }

        private boolean skipConflictClause() {
            if (skip("OR")) {
                next++;
            }
            return true;
        }

        private String name() {
            return next < tokens.size() ? tokens.get(next++).text() : "";
        }

        /** Skips the SET clause; false if a FROM clause follows it. */
        private boolean skipToWhere() {
            int depth = 0;
            for (; next < tokens.size(); next++) {
                depth += is("(") ? 1 : is(")") ? -1 : 0;
                if (depth == 0 && is("FROM")) {
                    return false;
                }
                if (depth == 0 && (is("WHERE") || ENDS.stream().anyMatch(this::is))) {
                    return true;
                }
            }
            return true;
        }

        /** Reads the columns of {@code SET a = …, (b, c) = …}: what stands at the beginning and behind each comma. */
        private static Set<String> assigned(List<Token> clause) {
            Set<String> columns = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            int depth = 0;
            boolean left = true;
            for (Token token : clause.subList(Math.min(1, clause.size()), clause.size())) {
                depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
                if (depth == 0 && token.is("=")) {
                    left = false;
                } else if (depth == 0 && token.is(",")) {
                    left = true;
                } else if (left && !token.is("(") && !token.is(")") && !token.is(",")) {
                    columns.add(token.text());
                }
            }
            return columns;
        }

        /** Tells whether the clause is {@code SET a = ?, b = 'x'}. */
        private static boolean areGiven(List<Token> clause) {
            boolean given = clause.size() > 1;
            for (int i = 1; i < clause.size(); i += 4) {
                given = given
                        && i + 2 < clause.size()
                        && clause.get(i + 1).is("=")
                        && isGiven(clause.get(i + 2))
                        && (i + 3 == clause.size() || clause.get(i + 3).is(","));
            }
            return given;
        }

        private static boolean isGiven(Token value) {
            return value.is("?")
                    || value.is("NULL")
                    || value.literal()
                    || (!value.quoted() && Character.isDigit(value.text().charAt(0)));
        }

        /** Returns the index of the token behind the WHERE clause; negative if the form is none of the plain ones. */
        private int end() {
            int depth = 0;
            if (hasNamedParameters()) {
                return -1;
            }
            for (int i = next; i < tokens.size(); i++) {
                Token token = tokens.get(i);
                depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
                if (depth == 0 && (token.is("ORDER") || token.is("LIMIT"))) {
                    return -1;
                }
                if (depth == 0 && (token.is("RETURNING") || token.is(";"))) {
                    return i;
                }
            }
            return tokens.size();
        }

        private boolean hasNamedParameters() {
            for (int i = 0; i < tokens.size(); i++) {
                Token token = tokens.get(i);
                boolean numbered = i > 0
                        && tokens.get(i - 1).is("?")
                        && tokens.get(i - 1).end() == token.start()
                        && !token.quoted()
                        && Character.isDigit(token.text().charAt(0));
                if (numbered
                        || token.is(":")
                        || token.is("@")
                        || (!token.quoted() && token.text().startsWith("$"))) {
                    return true;
                }
            }
            return false;
        }

        /** Returns the clause with each ? as ?1, ?2 … as SQLite numbers them. */
        private String numbered(int end) {
            StringBuilder clause = new StringBuilder();
            int number = 0;
            for (int i = 0; i < end; i++) {
                Token token = tokens.get(i);
                boolean parameter = token.is("?");
                number += parameter ? 1 : 0;
                if (i >= next) {
                    clause.append(i > next ? gap(i) : "").append(sql, token.start(), token.end());
                    clause.append(parameter ? Integer.toString(number) : "");
                }
            }
            return clause.toString();
        }

        private String gap(int index) {
            return tokens.get(index).start() > tokens.get(index - 1).end() ? " " : "";
        }
    }
}
