package dev.referent.jdbc;

import dev.referent.integrity.ForeignKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that a bulk write has left out, because it has no parent row.
 *
 * @param foreignKeys the foreign keys of its table by which it has none, at least one
 * @param values column to value, in the order of the table's columns, without generated columns; an integer is a Long
 */
public record LeftOutRow(List<ForeignKey> foreignKeys, Map<String, @Nullable Object> values) {
    /** Copies the values. */
    public LeftOutRow {
        foreignKeys = List.copyOf(foreignKeys);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns the name of its table. */
    public String table() {
        return foreignKeys.get(0).childTable();
    }
}
