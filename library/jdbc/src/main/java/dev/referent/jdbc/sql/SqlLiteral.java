package dev.referent.jdbc.sql;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes values as SQL literals that SQLite reads back bit for bit. */
public final class SqlLiteral {
    /** The length up to which a value is written; SQLite reads a longer literal for longer than an explanation may take. */
    private static final int MOST = 10_000_000;

    private static final int FRACTION_BITS = 52;
    private static final int STEP = 62;
    private static final String TWO_TO_THE_STEP = Long.toString(1L << STEP);

    private SqlLiteral() {}

    /**
     * Returns the literal, which has no affinity and no collation.
     *
     * @param value a value as the driver binds it: null, a number, a String or a byte array; or a {@link MalformedText}
     * @throws IllegalArgumentException if the value is of another type, or longer than 10 million characters or bytes
     */
    public static String of(@Nullable Object value) {
        if (value == null || isNull(value)) {
            return "NULL";
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            long number = ((Number) value).longValue();
            return number == Long.MIN_VALUE ? "(-9223372036854775807 - 1)" : Long.toString(number);
        }
        if (value instanceof Double || value instanceof Float) {
            return real(((Number) value).doubleValue());
        }
        if (value instanceof String text) {
            requireShort(text.length());
            return text(text);
        }
        if (value instanceof byte[] bytes) {
            return hex(bytes);
        }
        if (value instanceof MalformedText text) {
            return "(+CAST(" + hex(text.bytes()) + " AS TEXT))"; // the plus removes the affinity
        }
        throw new IllegalArgumentException("no literal for a value of " + value.getClass());
    }

    /** Returns whether SQLite binds the value as NULL, as it does with NaN (sqlite.org/c3ref/bind_blob.html). */
    public static boolean isNull(@Nullable Object value) {
        return value == null
                || (value instanceof Double real && real.isNaN())
                || (value instanceof Float real && real.isNaN());
    }

    private static void requireShort(int length) {
        if (length > MOST) {
            throw new IllegalArgumentException("a value of length " + length + " is too long to be looked up");
        }
    }

    private static String hex(byte[] bytes) {
        requireShort(bytes.length);
        return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }

    /** A string literal ends at the character NUL, so NUL is concatenated. */
    private static String text(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\0') < 0 ? quoted : "(" + quoted.replace("\0", "' || char(0) || '") + ")";
    }

    /** Multiplies an integer by powers of two: each step is exact, which parsing decimal digits is not in every build. */
    private static String real(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "9e999" : "-9e999";
        }
        long bits = Double.doubleToLongBits(value);
        int exponent = (int) (bits >> FRACTION_BITS & 0x7FF);
        long fraction = bits & (1L << FRACTION_BITS) - 1;
        long significand = exponent == 0 ? fraction : fraction | 1L << FRACTION_BITS;
        int power = Math.max(exponent, 1) - 1075;
        StringBuilder product =
                new StringBuilder(bits < 0 ? "(-" : "(").append(significand).append(".0");
        String operator = power < 0 ? " / " : " * ";
        int rest = Math.abs(power);
        for (; rest >= STEP; rest -= STEP) {
            product.append(operator).append(TWO_TO_THE_STEP);
        }
        return product.append(operator).append(1L << rest).append(')').toString();
    }
}
