package dev.referent.jdbc.schema;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Conditions that select rows by their rowids, any number of them in one statement. */
final class RowIds {
    private RowIds() {}

    /**
     * Returns the condition: a range if the rowids have no gap, as those of added rows often do, otherwise a list.
     *
     * @param column the rowid's name
     * @param sorted the rowids, sorted, each once
     */
    static String condition(String column, long[] sorted) {
        if (sorted.length == 0) {
            return "0";
        }
        long first = sorted[0];
        long last = sorted[sorted.length - 1];
        if (last - first == sorted.length - 1L) {
            return column + " BETWEEN " + first + " AND " + last;
        }
        String list = Arrays.stream(sorted).mapToObj(Long::toString).collect(Collectors.joining(","));
        return column + " IN (SELECT value FROM json_each('[" + list + "]'))";
    }
}
