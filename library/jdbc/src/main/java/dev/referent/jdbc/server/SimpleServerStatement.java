package dev.referent.jdbc.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose effects follow from its SQL and its bound values: the INSERT of one row of values, or the DELETE of the
 * rows whose columns equal values. Nothing is assumed about other statements.
 *
 * @param table the table's stored name, without its schema
 * @param values the known values by column; a null is a known value
 */
record SimpleServerStatement(boolean isInsert, String table, Map<String, @Nullable Object> values) {
    private static final String NAME = "(?:[\\p{L}_][\\p{L}\\p{N}_$]*+|\"(?:[^\"]|\"\")++\"|`(?:[^`]|``)++`)";
    private static final String TABLE = "(?:" + NAME + "\\s*+\\.\\s*+)?(?<table>" + NAME + ")";

    /** A string is read only if no server finds an escape in it. */
    private static final String VALUE = "(?:\\?|-?\\d{1,18}+|NULL|DEFAULT|'[^'\\\\]*+')";

    private static final String COLUMNS = NAME + "(?:\\s*+,\\s*+" + NAME + ")*+";
    private static final String VALUES = VALUE + "(?:\\s*+,\\s*+" + VALUE + ")*+";
    private static final String EQUALITY = "(?:" + NAME + "\\s*+\\.\\s*+)?" + NAME + "\\s*+=\\s*+" + VALUE;
    private static final String RETURNING = "(?:\\s++RETURNING\\s++(?:\\*|" + COLUMNS + "))?";
    private static final String END = "\\s*+;?\\s*+";

    private static final Pattern INSERT = pattern("\\s*+INSERT\\s++INTO\\s++" + TABLE + "\\s*+\\(\\s*+(?<columns>"
            + COLUMNS + ")\\s*+\\)\\s*+VALUES\\s*+\\(\\s*+(?<values>" + VALUES + ")\\s*+\\)" + RETURNING + END);
    /** Also with an alias in front of FROM, which MariaDB requires if there is one. */
    private static final Pattern DELETE = pattern("\\s*+DELETE\\s++(?:(?!FROM\\b)" + NAME + "\\s++)?FROM\\s++" + TABLE
            + "(?:\\s++(?!WHERE\\b)" + NAME + ")?\\s++WHERE\\s++(?<equalities>" + EQUALITY + "(?:\\s++AND\\s++"
            + EQUALITY
            + ")*+)" + RETURNING + END);

    private static final Pattern NAMES = pattern(NAME);
    private static final Pattern EACH_VALUE = pattern(VALUE);
    private static final Pattern EACH_EQUALITY =
            pattern("(?:" + NAME + "\\s*+\\.\\s*+)?(?<column>" + NAME + ")\\s*+=\\s*+(?<value>" + VALUE + ")");

    private static Pattern pattern(String text) {
        return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** Reads a statement; empty if it is not simple. */
    static Optional<SimpleServerStatement> of(Server server, String sql, Bindings bound) {
        Matcher insert = INSERT.matcher(sql);
        if (insert.matches()) {
            List<String> columns = all(NAMES, insert.group("columns"));
            List<String> values = all(EACH_VALUE, insert.group("values"));
            return columns.size() == values.size()
                    ? Optional.of(new SimpleServerStatement(
                            true, name(server, insert.group("table")), known(server, columns, values, bound)))
                    : Optional.empty();
        }
        Matcher delete = DELETE.matcher(sql);
        if (!delete.matches()) {
            return Optional.empty();
        }
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        Matcher equality = EACH_EQUALITY.matcher(delete.group("equalities"));
        while (equality.find()) {
            columns.add(equality.group("column"));
            values.add(equality.group("value"));
        }
        return Optional.of(new SimpleServerStatement(
                false, name(server, delete.group("table")), known(server, columns, values, bound)));
    }

    /** Returns the values of columns; empty if one is unknown, or given twice. */
    Optional<List<@Nullable Object>> of(List<String> columns) {
        List<@Nullable Object> found = new ArrayList<>();
        for (String column : columns) {
            if (!values.containsKey(column)) {
                return Optional.empty();
            }
            found.add(values.get(column));
        }
        return Optional.of(found);
    }

    private static Map<String, @Nullable Object> known(
            Server server, List<String> columns, List<String> values, Bindings bound) {
        Map<String, @Nullable Object> known = new TreeMap<>(server.columns());
        int parameter = 0;
        for (int i = 0; i < columns.size(); i++) {
            String value = values.get(i);
            if (value.equals("?")) {
                parameter++;
                if (bound.isKnown(parameter)) {
                    known.put(name(server, columns.get(i)), bound.value(parameter));
                }
            } else if (!value.equalsIgnoreCase("DEFAULT")) {
                known.put(name(server, columns.get(i)), literal(value));
            }
        }
        return known;
    }

    private static @Nullable Object literal(String value) {
        if (value.equalsIgnoreCase("NULL")) {
            return null;
        }
        return value.startsWith("'") ? value.substring(1, value.length() - 1) : (Object) Long.valueOf(value);
    }

    private static String name(Server server, String written) {
        char quote = written.charAt(0);
        if (quote != '"' && quote != '`') {
            return server.folded(written);
        }
        String one = String.valueOf(quote);
        return written.substring(1, written.length() - 1).replace(one + one, one);
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group()).toList();
    }
}
