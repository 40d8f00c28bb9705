package dev.referent.jdbc.schema;

import java.util.Arrays;
import java.util.List;

/**
 * The values of a key to the letter: 5 and 5.0 are two keys, and equal bytes are one.
 *
 * @param values JDBC objects, an integer always a Long
 */
public record KeyValues(List<Object> values) {

    /**
     * Returns the values of a row.
     *
     * @throws NullPointerException if one is null, so that it is no key
     */
    public static KeyValues of(List<?> row) {
        return new KeyValues(List.copyOf(row));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyValues key && Arrays.deepEquals(values.toArray(), key.values.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values.toArray());
    }
}
