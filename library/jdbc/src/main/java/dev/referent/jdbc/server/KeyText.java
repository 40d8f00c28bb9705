package dev.referent.jdbc.server;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses the values in PostgreSQL's DETAIL, {@code Key (a, b)=(1, x) is not present in table "t".} Nothing in it is quoted, so
 * it is parsed with the known columns and table. It may be translated, and then begin with the table.
 */
final class KeyText {
    private static final String SEPARATOR = ", ";

    /** How PostgreSQL's languages quote a table. */
    private static final List<String> QUOTES = List.of("\"%s\"", "»%s«", "«%s»", "« %s »");

    private KeyText() {}

    /** Returns whether a DETAIL has no values: the user may not read the columns, or the key is MATCH FULL and some are null. */
    static boolean isWithoutValues(String detail) {
        return detail.indexOf('(') < 0;
    }

    /** Returns whether a DETAIL is about those columns, and names the other table. */
    static boolean isAbout(String detail, List<String> columns, String table) {
        return text(detail, columns, table).isPresent();
    }

    /** Returns the values of the columns as strings; empty if it is not about them, or if they are ambiguous. */
    static Optional<List<String>> values(String detail, List<String> columns, String table) {
        return text(detail, columns, table)
                .map(text -> columns.size() == 1 ? List.of(text) : List.of(text.split(Pattern.quote(SEPARATOR), -1)))
                .filter(values -> values.size() == columns.size());
    }

    private static Optional<String> text(String detail, List<String> columns, String table) {
        String before = "(" + String.join(SEPARATOR, columns) + ")=(";
        int start = detail.indexOf('(');
        int end = detail.lastIndexOf(')');
        if (table.indexOf('(') >= 0 || table.indexOf(')') >= 0) {
            // such a table must be at the end, where PostgreSQL's own language has it
            String last = "\"" + table + "\".";
            end = detail.endsWith(last) ? detail.lastIndexOf(')', detail.length() - last.length()) : -1;
        }
        if (start < 0 || !detail.startsWith(before, start) || end < start + before.length()) {
            return Optional.empty();
        }
        String around = (detail.substring(0, start) + detail.substring(end)).replace('\u00a0', ' ');
        return QUOTES.stream().anyMatch(quoted -> around.contains(quoted.formatted(table)))
                ? Optional.of(detail.substring(start + before.length(), end))
                : Optional.empty();
    }
}
