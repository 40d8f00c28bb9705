package dev.referent.jdbc.sql;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions that SQL calls, in lower case: each name before a parenthesis, and the function of each operator. The functions of date
 * and time (sqlite.org/lang_datefunc.html) count as calls of {@link #SECOND} or {@link #NOW} where they may read the clock.
 */
public final class CalledFunctions {
    /** Stands for a reading of the clock to the second. */
    public static final String SECOND = "current_timestamp";

    /** Stands for a more exact reading of the clock. */
    public static final String NOW = "now";

    private static final Set<String> DATES =
            Set.of("date", "time", "datetime", "unixepoch", "julianday", "strftime", "timediff");

    private static final Set<String> EXACT_DATES = Set.of("julianday", "timediff");
    private static final List<String> EXACT_FORMATS = List.of("%f", "%J");

    /** The operators that an application's function can replace (sqlite.org/lang_corefunc.html#like, lang_expr.html#regexp). */
    private static final Map<String, String> OPERATORS = Map.of(
            "LIKE", "like",
            "GLOB", "glob",
            "REGEXP", "regexp",
            "MATCH", "match",
            "CURRENT_TIME", SECOND,
            "CURRENT_DATE", SECOND,
            "CURRENT_TIMESTAMP", SECOND);

    private final List<Token> tokens;
    private final Set<String> names = new HashSet<>();
    private boolean readsClock;
    private boolean exactly;

    private CalledFunctions(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Returns the functions that some SQL calls, and names that only look like calls. */
    public static Set<String> of(List<Token> tokens) {
        return new CalledFunctions(tokens).read();
    }

    private Set<String> read() {
        readsClock = tokens.stream().anyMatch(CalledFunctions::isNow);
        exactly = tokens.stream().anyMatch(CalledFunctions::isSubsecond);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String operator = OPERATORS.get(token.keyword());
            if (operator != null) {
                names.add(operator);
            } else if (i > 0 && token.is(">") && tokens.get(i - 1).is("-")) {
                names.addAll(Set.of("->", "->>"));
            } else if (i > 0 && token.is("(") && !isTable(i - 1)) {
                String name = SqlNames.folded(tokens.get(i - 1).text());
                names.add(name);
                if (DATES.contains(name)) {
                    readArguments(name.equals("strftime"), i);
                }
            }
        }
        if (readsClock && DATES.stream().anyMatch(names::contains)) {
            names.add(exactly || EXACT_DATES.stream().anyMatch(names::contains) ? NOW : SECOND);
        }
        return names;
    }

    /** Returns whether a name before a parenthesis is that of a table whose columns follow. */
    private boolean isTable(int name) {
        boolean qualified = name >= 3 && tokens.get(name - 1).is(".");
        int before = qualified ? name - 3 : name - 1;
        return before >= 0
                && (tokens.get(before).is("INTO") || tokens.get(before).is("REFERENCES"));
    }

    private static boolean isNow(Token token) {
        return token.quoted() && (SqlNames.folded(token.text()).equals("now") || isSubsecond(token));
    }

    private static boolean isSubsecond(Token token) {
        return token.quoted() && SqlNames.folded(token.text()).startsWith("subsec");
    }

    /** Returns whether the format, which is the first argument of strftime, may show more than the second. */
    private boolean isExactFormat(int open) {
        boolean isAlone = open + 2 < tokens.size()
                && tokens.get(open + 1).literal()
                && (tokens.get(open + 2).is(",") || tokens.get(open + 2).is(")"));
        return !isAlone || EXACT_FORMATS.stream().anyMatch(tokens.get(open + 1).text()::contains);
    }

    /** A function without a time in its arguments reads the clock, and one whose arguments are bound may. */
    private void readArguments(boolean isFormat, int open) {
        int depth = 1;
        boolean hasTime =
                !isFormat && open + 1 < tokens.size() && !tokens.get(open + 1).is(")");
        for (int i = open + 1; i < tokens.size() && depth > 0; i++) {
            Token token = tokens.get(i);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            hasTime |= depth == 1 && token.is(",");
            boolean isBound = SqlParameters.isParameter(token);
            readsClock |= isBound;
        }
        exactly |= isFormat && isExactFormat(open);
        readsClock |= !hasTime;
    }
}
