package dev.referent.integrity;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * One proved violation of one foreign key by one key.
 *
 * <p>Serializable with all its values; a value that is not serializable, such as a driver's own object, becomes a string.
 *
 * @param foreignKey the violated foreign key
 * @param kind the kind of the violation
 * @param key the offending values in the order of the key's columns: those of the child row that has no parent row, or those
 *     of the parent row that is still referenced, as it stores them; JDBC objects, an integer always a Long; empty if a server
 *     names the foreign key but no values
 * @param batchIndex the index of the failed row of a batch, counted from 0; empty outside of a batch
 * @param childRow the child row's identity, its values by column, {@code rowid} or the primary key; empty if the row was never
 *     stored or there are many
 * @param childRows for {@link Kind#STILL_REFERENCED} how many child rows reference the parent row, counted up to {@link
 *     #CHILD_ROWS_BOUND}; 0 if they are not counted, and for the other kind
 */
public record ForeignKeyViolation(
        ForeignKey foreignKey,
        Kind kind,
        List<Object> key,
        OptionalInt batchIndex,
        Map<String, Object> childRow,
        long childRows)
        implements Serializable {

    /** Where the counting of {@link #childRows()} stops: this value means "this many or more". */
    public static final long CHILD_ROWS_BOUND = 1_000;

    /** The kind of a violation. */
    public enum Kind {
        /** The child row has no parent row. */
        MISSING_PARENT,
        /** The parent row would be deleted, or change its key, while child rows still reference it. */
        STILL_REFERENCED
    }

    /**
     * Copies the values.
     *
     * @throws IllegalArgumentException if there are values, but not one for each column of the key
     */
    public ForeignKeyViolation {
        key = List.copyOf(key);
        childRow = Collections.unmodifiableMap(new LinkedHashMap<>(childRow));
        if (!key.isEmpty() && key.size() != foreignKey.childColumns().size()) {
            throw new IllegalArgumentException("foreign key " + foreignKey.name() + " does not have the values " + key);
        }
    }

    /** Returns the violation as a sentence: the fact and the place. */
    public String message() {
        return message(keyText());
    }

    /** Returns the sentence without the values of the key, for logs that must not contain any. */
    public String messageWithoutValues() {
        return message("");
    }

    private String message(String keyText) {
        String child = place(foreignKey.childTable(), foreignKey.childColumns());
        String parent = place(foreignKey.parentTable(), foreignKey.parentColumns());
        String fact = kind == Kind.MISSING_PARENT
                ? child + keyText + " has no matching " + parent
                : parent + keyText + " is still referenced" + rowsText() + " through " + child;
        return fact + " (foreign key " + foreignKey.name() + ")";
    }

    private String rowsText() {
        if (childRows == 0) {
            return "";
        }
        String more = childRows >= CHILD_ROWS_BOUND ? " or more" : "";
        return " by " + childRows + more + (childRows == 1 ? " row" : " rows");
    }

    private static String place(String table, List<String> columns) {
        return table + "." + (columns.size() == 1 ? columns.get(0) : "(" + String.join(", ", columns) + ")");
    }

    private String keyText() {
        String values = key.stream().map(ForeignKeyViolation::literal).collect(Collectors.joining(", "));
        return key.isEmpty() ? "" : " = " + (key.size() == 1 ? values : "(" + values + ")");
    }

    private static String literal(Object value) {
        if (value instanceof byte[] bytes) {
            return "a BLOB of " + bytes.length + " bytes";
        }
        return value instanceof Number ? value.toString() : "'" + value + "'";
    }

    private Object writeReplace() {
        List<Object> values = key.stream().map(ForeignKeyViolation::written).toList();
        Map<String, Object> row = new LinkedHashMap<>(childRow);
        row.replaceAll((column, value) -> written(value));
        return new Written(foreignKey, kind, values, batchIndex.orElse(-1), row, childRows);
    }

    private static Object written(Object value) {
        return value instanceof Serializable ? value : String.valueOf(value);
    }

    /** The serialized form of a violation, because an OptionalInt is not serializable; a batch index of -1 means none. */
    private record Written(
            ForeignKey foreignKey,
            Kind kind,
            List<Object> key,
            int batchIndex,
            Map<String, Object> childRow,
            long childRows)
            implements Serializable {
        private Object readResolve() {
            OptionalInt index = batchIndex < 0 ? OptionalInt.empty() : OptionalInt.of(batchIndex);
            return new ForeignKeyViolation(foreignKey, kind, key, index, childRow, childRows);
        }
    }
}
