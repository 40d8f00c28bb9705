package dev.referent.jdbc.schema;

import dev.referent.jdbc.sql.SqlNames;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a column converts the values that are stored in it (sqlite.org/datatype3.html#type_affinity). */
public enum Affinity {
    /** Text that looks like an integer becomes one. */
    INTEGER,
    /** A number becomes text. */
    TEXT,
    /** Nothing is converted. */
    BLOB,
    /** An integer becomes a floating-point number. */
    REAL,
    /** As with {@link #INTEGER}. */
    NUMERIC;

    /** A double holds every integer up to this one. */
    private static final long EXACT = 1L << 53;

    private static final Pattern INTEGER_TEXT = Pattern.compile("0|-?[1-9][0-9]{0,17}");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");

    /** Determines the affinity of a declared type by the five rules of sqlite.org/datatype3.html#determination. */
    static Affinity of(String declared) {
        String type = SqlNames.folded(declared);
        if (type.contains("int")) {
            return INTEGER;
        }
        if (type.contains("char") || type.contains("clob") || type.contains("text")) {
            return TEXT;
        }
        if (type.contains("blob") || type.isEmpty()) {
            return BLOB;
        }
        return type.contains("real") || type.contains("floa") || type.contains("doub") ? REAL : NUMERIC;
    }

    /**
     * Returns the value as a column of this affinity stores it.
     *
     * @param value a Long, Integer, Short, Double, Float, String or byte array, as the driver binds it
     * @return empty if only SQLite can tell
     */
    public Optional<Object> stored(Object value) {
        if (value instanceof byte[]) {
            return Optional.of(value);
        }
        if (value instanceof Double || value instanceof Float) {
            return ofReal(((Number) value).doubleValue());
        }
        if (value instanceof Number number) {
            return ofInteger(number.longValue());
        }
        return value instanceof String text ? ofText(encoded(text)) : Optional.empty();
    }

    /** Returns the condition that a value that is not null is stored as it is; others may be, too. */
    public String keeps(String expression) {
        return switch (this) {
            case BLOB -> expression + " IS NOT NULL";
            case INTEGER, NUMERIC -> "typeof(" + expression + ") IN ('integer', 'blob')";
            case REAL -> "typeof(" + expression + ") IN ('real', 'blob')";
            case TEXT -> "typeof(" + expression + ") IN ('text', 'blob')";
        };
    }

    /** The driver encodes half of a surrogate pair as a question mark. */
    private static String encoded(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private Optional<Object> ofInteger(long number) {
        return switch (this) {
            case INTEGER, NUMERIC, BLOB -> Optional.of(number);
            case TEXT -> Optional.of(Long.toString(number));
            case REAL ->
                Math.abs(number) <= EXACT && number != Long.MIN_VALUE ? Optional.of((double) number) : Optional.empty();
        };
    }

    private Optional<Object> ofReal(double number) {
        boolean integral = number == Math.rint(number);
        return switch (this) {
            case REAL, BLOB -> Optional.of(number);
            case INTEGER, NUMERIC ->
                integral && Math.abs(number) < EXACT
                        ? Optional.of((long) number)
                        : integral ? Optional.empty() : Optional.of(number);
            case TEXT -> Optional.empty();
        };
    }

    private Optional<Object> ofText(String text) {
        if (this == TEXT || this == BLOB) {
            return Optional.of(text);
        }
        if (this != REAL && INTEGER_TEXT.matcher(text).matches()) {
            return Optional.of(Long.valueOf(text));
        }
        return DIGIT.matcher(text).find() ? Optional.empty() : Optional.of(text);
    }
}
