package dev.referent.evidence.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The quartiles of measurements, which are less sensitive to outliers than a mean on a shared machine.
 *
 * @param lower the first quartile
 * @param median the median
 * @param upper the third quartile
 */
record Quartiles(double lower, double median, double upper) {

    /**
     * Computes the quartiles.
     *
     * @param values at least one value
     */
    static Quartiles of(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int last = sorted.size() - 1;
        return new Quartiles(sorted.get(last / 4), sorted.get(last / 2), sorted.get(last * 3 / 4));
    }

    /**
     * Returns the median, followed by the other quartiles in parentheses.
     *
     * @param format the format of a number, as for {@link String#format}
     */
    String text(String format) {
        return format.formatted(median) + " (" + format.formatted(lower) + "–" + format.formatted(upper) + ")";
    }
}
