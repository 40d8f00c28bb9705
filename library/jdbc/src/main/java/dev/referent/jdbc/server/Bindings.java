package dev.referent.jdbc.server;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values that are bound to a prepared statement, if they can be used again: numbers, strings, UUIDs and nulls. */
public final class Bindings {
    /** Represents an unknown value: none is bound, or a stream, a date, an array. */
    private static final Object UNKNOWN = new Object();

    private @Nullable Object[] values = new Object[8];

    /** Creates empty bindings. */
    public Bindings() {
        clear();
    }

    /** Returns those of a statement without parameters, or whose parameters are not known. */
    public static Bindings none() {
        return new Bindings();
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(values, UNKNOWN);
    }

    /** Forgets a value. */
    public void forget(int index) {
        put(index, UNKNOWN);
    }

    /** Remembers a value of a supported type, and forgets any other. */
    public void remember(int index, @Nullable Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            put(index, ((Number) value).longValue());
        } else if (value == null
                || value instanceof Long
                || value instanceof String
                || value instanceof BigDecimal
                || value instanceof UUID) {
            put(index, value);
        } else {
            put(index, UNKNOWN);
        }
    }

    private void put(int index, @Nullable Object value) {
        if (index < 1) {
            return;
        }
        if (index > values.length) {
            int old = values.length;
            values = Arrays.copyOf(values, Math.max(index, 2 * old));
            Arrays.fill(values, old, values.length, UNKNOWN);
        }
        values[index - 1] = value;
    }

    boolean isKnown(int index) {
        return index <= values.length && values[index - 1] != UNKNOWN;
    }

    @Nullable Object value(int index) {
        return values[index - 1];
    }
}
