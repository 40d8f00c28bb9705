package dev.referent.jdbc.sql;

import java.util.List;
import java.util.stream.Collectors;

/** Quotes names for SQL, so that no name can break out of its quotes. */
public final class SqlNames {
    /** The names of a rowid, where the table has no column of that name (sqlite.org/lang_createtable.html#rowid). */
    public static final List<String> ROW_ID_NAMES = List.of("rowid", "_rowid_", "oid");

    private SqlNames() {}

    /** Returns the name as a quoted identifier. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Returns the columns, each quoted and prefixed, joined by the separator. */
    public static String quoted(String prefix, List<String> columns, String separator) {
        return columns.stream().map(column -> prefix + quoted(column)).collect(Collectors.joining(separator));
    }

    /** Returns the name as SQLite compares it, which ignores the case of the letters A to Z only. */
    public static String folded(String name) {
        char[] folded = name.toCharArray();
        boolean same = true;
        for (int i = 0; i < folded.length; i++) {
            char c = folded[i];
            if (c >= 'A' && c <= 'Z') {
                folded[i] = (char) (c + 'a' - 'A');
                same = false;
            }
        }
        return same ? name : new String(folded);
    }
}
