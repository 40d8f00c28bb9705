package dev.referent.jdbc.server;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the values out of PostgreSQL's DETAIL, {@code Key (a, b)=(1, x) is not present in table "t".} Nothing in it is
 * quoted, so it is read by what is known already: the columns and the table. What can be read in two ways is not read.
 */
final class KeyText {
    private static final String SEPARATOR = ", ";

    private KeyText() {}

    /**
     * Returns the values of the columns, as texts; empty if they cannot be told apart, or are not there, as is so where the
     * user may not read the columns.
     */
    static Optional<List<String>> values(String detail, List<String> columns) {
        String before = "(" + String.join(SEPARATOR, columns) + ")=(";
        int start = detail.indexOf(before);
        int end = detail.lastIndexOf(") ");
        if (start < 0 || end < start + before.length()) {
            return Optional.empty();
        }
        String text = detail.substring(start + before.length(), end);
        if (columns.size() == 1) {
            return Optional.of(List.of(text));
        }
        List<String> values = List.of(text.split(Pattern.quote(SEPARATOR), -1));
        return values.size() == columns.size() ? Optional.of(values) : Optional.empty();
    }
}
