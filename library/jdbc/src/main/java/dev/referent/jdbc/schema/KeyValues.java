package dev.referent.jdbc.schema;

import java.util.Arrays;
import java.util.List;

/**
 * The exact values of a key: 5 and 5.0 are two keys, and equal byte arrays are one.
 *
 * @param values JDBC objects, an integer always a Long; or a {@link dev.referent.jdbc.sql.MalformedText}
 */
public record KeyValues(List<Object> values) {

    /**
     * Returns the values of a row.
     *
     * @throws NullPointerException if one is null
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
