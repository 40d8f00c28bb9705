package dev.referent.jdbc.schema;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition that selects rows by their rowids, any number of them in one statement.
 *
 * @param condition the condition
 * @param parameters its parameters
 */
record RowIds(String condition, List<Object> parameters) {

    /**
     * Builds the condition: a range where the rowids leave no gap, as those of added rows often do, else a list.
     *
     * @param column the rowid's name
     * @param sorted the rowids, sorted, each once
     */
    static RowIds of(String column, long[] sorted) {
        if (sorted.length == 0) {
            return new RowIds("0", List.of());
        }
        long first = sorted[0];
        long last = sorted[sorted.length - 1];
        if (last - first == sorted.length - 1L) {
            return new RowIds(column + " BETWEEN ? AND ?", List.of(first, last));
        }
        String list = Arrays.stream(sorted).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
        return new RowIds(column + " IN (SELECT value FROM json_each(?))", List.of(list));
    }
}
