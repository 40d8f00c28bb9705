package dev.referent.jdbc.sql;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Quotes names for SQL, so that no name can break out of its quotes. */
public final class SqlNames {
    /** The names of a rowid, where the table has no column of that name (sqlite.org/lang_createtable.html#rowid). */
    public static final List<String> ROW_ID_NAMES = List.of("rowid", "_rowid_", "oid");

    /** The order of names in which those that SQLite takes for the same are equal. */
    public static final Comparator<String> ORDER = Comparator.comparing(SqlNames::folded);

    private SqlNames() {}

    /** Returns the name as a quoted identifier. */
    public static String quoted(String name) {
        return quotedBy("\"", name);
    }

    /** Returns the name as an identifier in quotes of another kind, such as MariaDB's. */
    public static String quotedBy(String quote, String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    /** Returns the name of a table of a database, quoted. */
    public static String quoted(String schema, String table) {
        return quoted(schema) + "." + quoted(table);
    }

    /** Returns the columns, each quoted and prefixed, joined by the separator. */
    public static String quoted(String prefix, List<String> columns, String separator) {
        return columns.stream().map(column -> prefix + quoted(column)).collect(Collectors.joining(separator));
    }

    /** Returns whether SQLite takes two names for the same. */
    public static boolean same(String name, String other) {
        boolean same = name.length() == other.length();
        for (int i = 0; same && i < name.length(); i++) {
            same = folded(name.charAt(i)) == folded(other.charAt(i));
        }
        return same;
    }

    /** Returns the name as SQLite compares it, which ignores the case of the letters A to Z only. */
    public static String folded(String name) {
        char[] folded = name.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = folded(folded[i]);
        }
        return new String(folded);
    }

    private static char folded(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }
}
