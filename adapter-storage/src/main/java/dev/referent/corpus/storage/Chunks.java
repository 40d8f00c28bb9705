package dev.referent.corpus.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Splits a query on many values into queries with a limited number of parameters. */
public final class Chunks {
    /** The number of values per statement; SQLite's limit is 32,766 (sqlite.org/limits.html#max_variable_number). */
    private static final int SIZE = 1_000;

    private Chunks() {}

    /**
     * Runs a query for each chunk of the values and returns all results.
     *
     * @param values any number of values
     * @param query a query on at most 1,000 values
     */
    public static <T, R> List<R> query(List<T> values, Function<List<T>, List<R>> query) {
        List<R> results = new ArrayList<>();
        for (int from = 0; from < values.size(); from += SIZE) {
            results.addAll(query.apply(values.subList(from, Math.min(from + SIZE, values.size()))));
        }
        return results;
    }
}
