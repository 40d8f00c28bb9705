package dev.referent.jdbc.sql;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Joins conditions to one. */
public final class SqlConditions {
    private static final int FEW = 10;

    private SqlConditions() {}

    /**
     * Returns the condition that all are true. SQLite limits the depth of an expression to 1,000 (sqlite.org/limits.html), and a key
     * may have 2,000 columns, so that many conditions are nested by halves.
     */
    public static String all(List<String> conditions) {
        if (conditions.size() <= FEW) {
            return String.join(" AND ", conditions);
        }
        int half = conditions.size() / 2;
        return "(" + all(conditions.subList(0, half)) + ") AND (" + all(conditions.subList(half, conditions.size()))
                + ")";
    }

    /** Returns the condition that all are true, of so many columns. */
    public static String all(int columns, IntFunction<String> condition) {
        return all(IntStream.range(0, columns).mapToObj(condition).toList());
    }
}
