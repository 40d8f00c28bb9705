package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The times that SQL assigns to columns: by {@code SET column = strftime(…)}, or by VALUES after a list of columns. They reach nothing
 * else if nothing reads the columns.
 */
public final class AssignedTimes {
    private static final Set<String> WORDS = Set.of(
            "DATE",
            "TIME",
            "DATETIME",
            "UNIXEPOCH",
            "JULIANDAY",
            "STRFTIME",
            "CURRENT_TIME",
            "CURRENT_DATE",
            "CURRENT_TIMESTAMP",
            "CAST",
            "AS",
            "INTEGER",
            "INT",
            "REAL",
            "TEXT",
            "ROUND");

    private static final Set<String> SYMBOLS = Set.of("(", ")", ",", ".", "+", "-", "*", "/", "|");
    private static final Set<String> ENDS = Set.of("WHERE", "FROM", "RETURNING", "ORDER", "LIMIT", ";");

    /** What may read columns without their names, or compare the rows of VALUES. */
    private static final Set<String> UNNAMED = Set.of("UNION", "EXCEPT", "INTERSECT", "NATURAL");

    private final List<Token> tokens;
    private final List<Token> rest = new ArrayList<>();
    private final Set<String> columns = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private int position;

    private AssignedTimes(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Finds the assigned times of a statement, a trigger or a view. */
    public static AssignedTimes of(List<Token> tokens) {
        AssignedTimes times = new AssignedTimes(tokens);
        times.read();
        return times;
    }

    /** Returns the tokens without those of the times. */
    public List<Token> rest() {
        return rest;
    }

    /** Returns the columns to which times are assigned, as SQLite compares their names. */
    public Set<String> columns() {
        return columns;
    }

    /** Returns the other names, without those of columns that are only written. */
    public Set<String> names() {
        return names;
    }

    /** Returns whether a column may be read without being named. */
    public boolean mayReadAnyColumn() {
        for (int i = 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Token before = tokens.get(i - 1);
            boolean all = token.is("*") && (before.is("SELECT") || before.is("DISTINCT") || before.is("ALL"));
            boolean ofTable = token.is("*") && (before.is(".") || before.is(","));
            boolean inTable = before.is("IN") && !token.is("(");
            if (all || ofTable || inTable || UNNAMED.contains(token.keyword())) {
                return true;
            }
        }
        return false;
    }

    private void read() {
        int depth = 0;
        int set = -1;
        while (position < tokens.size()) {
            Token token = tokens.get(position);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            set = depth < set || (depth == set && isEnd(position)) ? -1 : token.is("SET") ? depth : set;
            boolean assigns = set >= 0 && depth == set && (token.is("SET") || token.is(","));
            boolean inserts = token.is("INTO");
            boolean fires = token.is("OF") && isAt(position - 1, "UPDATE");
            take();
            if (assigns && isAt(position + 1, "=")) {
                assignment();
            } else if (inserts) {
                insert();
            } else if (fires) {
                while (position < tokens.size() && !isAt(position, "ON")) {
                    rest.add(tokens.get(position++));
                }
            }
        }
    }

    private void take() {
        if (position >= tokens.size()) {
            return;
        }
        Token token = tokens.get(position++);
        rest.add(token);
        names.add(SqlNames.folded(token.text()));
    }

    private boolean isAt(int index, String keyword) {
        return index >= 0 && index < tokens.size() && tokens.get(index).is(keyword);
    }

    private boolean isEnd(int index) {
        return index >= tokens.size() || ENDS.contains(tokens.get(index).keyword());
    }

    /** Reads {@code column = value}; the column is only written. */
    private void assignment() {
        String column = SqlNames.folded(tokens.get(position).text());
        rest.add(tokens.get(position++));
        take();
        skipTime(column);
    }

    /** Reads {@code table (columns) VALUES (values), …}. */
    private void insert() {
        take();
        if (isAt(position, ".")) {
            take();
            take();
        }
        if (!isAt(position, "(")) {
            return;
        }
        List<String> written = new ArrayList<>();
        while (position < tokens.size() && !isAt(position, ")")) {
            written.add(SqlNames.folded(tokens.get(position).text()));
            rest.add(tokens.get(position++));
        }
        written.removeIf(name -> name.equals("(") || name.equals(","));
        take();
        if (isAt(position, "VALUES") && isAt(position + 1, "(")) {
            take();
            row(written);
            while (isAt(position, ",") && isAt(position + 1, "(")) {
                take();
                row(written);
            }
        }
    }

    private void row(List<String> written) {
        take();
        int depth = 1;
        int value = 0;
        boolean begins = true;
        while (position < tokens.size() && depth > 0) {
            if (begins && value < written.size()) {
                skipTime(written.get(value));
            }
            Token token = tokens.get(position);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            begins = depth == 1 && token.is(",");
            value += begins ? 1 : 0;
            take();
        }
    }

    /** Skips a value that consists of times and literals only. */
    private void skipTime(String column) {
        int depth = 0;
        int end = position;
        while (end < tokens.size() && (depth > 0 || !(isAt(end, ",") || isAt(end, ")") || isEnd(end)))) {
            if (!isOfTime(tokens.get(end))) {
                return;
            }
            depth += isAt(end, "(") ? 1 : isAt(end, ")") ? -1 : 0;
            end++;
        }
        boolean reads = !CalledFunctions.of(tokens.subList(position, end)).isEmpty();
        if (reads && depth == 0) {
            columns.add(column);
            position = end;
        }
    }

    private static boolean isOfTime(Token token) {
        return token.literal()
                || SYMBOLS.contains(token.keyword())
                || WORDS.contains(token.keyword())
                || (!token.quoted() && Character.isDigit(token.text().charAt(0)));
    }
}
