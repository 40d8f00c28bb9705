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
 * <p>Serializable with all its values; a value that is not, such as a driver's own object, is text when it is read back.
 *
 * @param foreignKey the violated foreign key
 * @param kind which end of the key is at fault
 * @param key the offending values in the order of the key's columns: those of the child row that has no parent row, or those of
 *     the parent row that is still referenced, as it stores them; JDBC objects, an integer always a Long; empty if a server
 *     names the foreign key and not the values
 * @param batchIndex which row of a batch was refused, counted from 0; empty outside a batch
 * @param childRow what identifies the child row: column to value, {@code rowid} or the primary key; empty where the row
 *     was never stored or where there are many
 * @param childRows for {@link Kind#STILL_REFERENCED} how many child rows stand in the way, counted up to
 *     {@link #CHILD_ROWS_BOUND}; 0 if they are not counted, and for the other kind
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

    /** Which end of the foreign key is at fault. */
    public enum Kind {
        /** The child row points at a parent row that does not exist. */
        MISSING_PARENT,
        /** The parent row would go, or change its key, while child rows still point at it. */
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

    /** Returns the sentence without the values of the key, as for a log that may not have them. */
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

    /** The violation as it is serialized, since an OptionalInt is not: a batch's index of -1 is none. */
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
