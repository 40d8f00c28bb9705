package dev.referent.hibernate;

import dev.referent.integrity.ForeignKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.mapping.Column;

/**
 * The identity of a foreign key without its name: the referencing and the referenced tables and columns, in lower case,
 * because SQLite ignores the case of names.
 *
 * @param child the referencing table
 * @param parent the referenced table
 * @param columns each referencing column with the one it references
 */
record KeyShape(String child, String parent, Map<String, String> columns) {

    static KeyShape of(MappedKey key) {
        return of(key.child().getName(), names(key.childColumns()), key.parent().getName(), names(key.parentColumns()));
    }

    static KeyShape of(ForeignKey key) {
        return of(key.childTable(), key.childColumns(), key.parentTable(), key.parentColumns());
    }

    private static KeyShape of(String child, List<String> childColumns, String parent, List<String> parentColumns) {
        Map<String, String> columns = new TreeMap<>();
        for (int i = 0; i < childColumns.size() && i < parentColumns.size(); i++) {
            columns.put(lower(childColumns.get(i)), lower(parentColumns.get(i)));
        }
        return new KeyShape(lower(child), lower(parent), columns);
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::getName).toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Returns it for messages: {@code pet (owner_id) references owner (id)}. */
    @Override
    public String toString() {
        return child + columns.keySet().stream().collect(Collectors.joining(", ", " (", ")")) + " references " + parent
                + columns.values().stream().collect(Collectors.joining(", ", " (", ")"));
    }
}
