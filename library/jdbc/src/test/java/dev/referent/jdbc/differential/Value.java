package dev.referent.jdbc.differential;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A value as SQLite stores it; equal values are equal to the letter, so that 5 and 5.0 and '5' are three.
 *
 * @param storage the storage class
 * @param text the digits, the text, the bytes in hexadecimal
 */
record Value(Storage storage, String text) {
    static final Value NULL = new Value(Storage.NULL, "NULL");

    /** The storage classes of sqlite.org/datatype3.html. */
    enum Storage {
        NULL,
        INTEGER,
        REAL,
        TEXT,
        BLOB
    }

    /** Returns the value of an object that a ResultSet or an explanation holds. */
    static Value of(@Nullable Object object) {
        if (object == null) {
            return NULL;
        }
        if (object instanceof byte[] bytes) {
            return new Value(Storage.BLOB, HexFormat.of().formatHex(bytes));
        }
        if (object instanceof Double || object instanceof Float) {
            return new Value(Storage.REAL, object.toString());
        }
        return new Value(object instanceof Number ? Storage.INTEGER : Storage.TEXT, object.toString());
    }

    /** Returns the value as an SQL literal. */
    String literal() {
        return switch (storage) {
            case NULL, INTEGER, REAL -> text;
            case TEXT -> "'" + text.replace("'", "''") + "'";
            case BLOB -> "x'" + text + "'";
        };
    }

    /** Returns the value as JDBC takes it. */
    @Nullable Object object() {
        return switch (storage) {
            case NULL -> null;
            case INTEGER -> Long.valueOf(text);
            case REAL -> Double.valueOf(text);
            case TEXT -> text;
            case BLOB -> HexFormat.of().parseHex(text);
        };
    }

    @Override
    public String toString() {
        return literal();
    }
}
