package dev.referent.orphans;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A child row whose parent row does not exist.
 *
 * @param identity what identifies the row: {@code rowid} and its value, or the columns of the primary key and theirs; empty
 *     where nothing does
 * @param key the child columns of the foreign key and their values: Long, Double, String, a byte array, or on a server what
 *     its driver returns
 */
public record OrphanRow(Map<String, @Nullable Object> identity, Map<String, @Nullable Object> key) {
    /** Copies the maps and keeps their order. */
    public OrphanRow {
        identity = Collections.unmodifiableMap(new LinkedHashMap<>(identity));
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
    }

    /** Returns values by the names of their columns. */
    static Map<String, @Nullable Object> named(List<String> names, List<? extends @Nullable Object> values) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), values.get(i));
        }
        return named;
    }
}
