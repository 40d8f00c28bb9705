package dev.referent.jdbc.server;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses the values in PostgreSQL's DETAIL, {@code Key (a, b)=(1, x) is not present in table "t".} Nothing in it is quoted, so
 * it is parsed with the known columns and table. An ambiguous DETAIL is not parsed.
 */
final class KeyText {
    private static final String SEPARATOR = ", ";

    private KeyText() {}

    /**
     * Returns the values of the columns as strings; empty if they are ambiguous, or missing because the user may not read the
     * columns.
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
