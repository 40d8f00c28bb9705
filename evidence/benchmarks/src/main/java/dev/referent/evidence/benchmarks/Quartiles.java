package dev.referent.evidence.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The middle half of the measurements, which says more than a mean where others share the machine.
 *
 * @param lower a quarter of the values are below
 * @param median half of the values are below
 * @param upper three quarters of the values are below
 */
record Quartiles(double lower, double median, double upper) {

    /**
     * Sorts the values.
     *
     * @param values at least one
     */
    static Quartiles of(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int last = sorted.size() - 1;
        return new Quartiles(sorted.get(last / 4), sorted.get(last / 2), sorted.get(last * 3 / 4));
    }

    /**
     * Returns the median, and the other two in parentheses.
     *
     * @param format how one number is written, as for {@link String#format}
     */
    String text(String format) {
        return format.formatted(median) + " (" + format.formatted(lower) + "–" + format.formatted(upper) + ")";
    }
}
