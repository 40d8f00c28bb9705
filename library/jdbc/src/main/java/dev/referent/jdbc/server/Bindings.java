package dev.referent.jdbc.server;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is bound to a prepared statement, as far as it can be shown again: numbers, texts, UUIDs and nulls. */
public final class Bindings {
    /** Stands for what is not known: nothing is bound, or a stream, a date, an array. */
    private static final Object UNKNOWN = new Object();

    private @Nullable Object[] values = new Object[8];

    /** Nothing is bound yet. */
    public Bindings() {
        clear();
    }

    private Bindings(@Nullable Object[] values) {
        this.values = values;
    }

    /** Takes the place of {@link #UNKNOWN} where nothing can be bound. */
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

    /** Remembers a value; what is none of the kinds is forgotten. */
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

    /** Returns what is bound now, whatever is bound afterwards. */
    Bindings copy() {
        return new Bindings(values.clone());
    }
}
