package dev.referent.corpus.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks for any number of values in statements of a bounded number of parameters. */
public final class Chunks {
    /** How many values go into one statement; SQLite takes 32,766 (sqlite.org/limits.html#max_variable_number). */
    private static final int SIZE = 1_000;

    private Chunks() {}

    /**
     * Returns all that the query answers, run for each chunk of the values.
     *
     * @param values any number of values
     * @param query asks for at most 1,000 of them
     */
    public static <T, R> List<R> query(List<T> values, Function<List<T>, List<R>> query) {
        List<R> answers = new ArrayList<>();
        for (int from = 0; from < values.size(); from += SIZE) {
            answers.addAll(query.apply(values.subList(from, Math.min(from + SIZE, values.size()))));
        }
        return answers;
    }
}
