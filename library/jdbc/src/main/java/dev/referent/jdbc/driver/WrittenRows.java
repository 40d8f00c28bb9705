package dev.referent.jdbc.driver;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.sqlite.SQLiteUpdateListener;

/**
 * The rows that a statement wrote, as SQLite's update hook reports them. The hook does not report tables without rowid, rows
 * that REPLACE deletes, and the old rowid of an update that changes it (sqlite.org/c3ref/update_hook.html).
 */
public final class WrittenRows implements SQLiteUpdateListener {
    /** How many rows are remembered, 8 bytes each; for a statement that writes more, whole tables are compared. */
    static final int BOUND = 500_000;

    private final Map<String, Rows> tables = new LinkedHashMap<>();
    private Rows last = new Rows("", "", Map.of());
    private int size;
    private boolean insertsOnly = true;
    private long lastRowId;

    /** The written rows of one table, by how they were written. */
    public record Rows(String schema, String table, Map<Type, Numbers> written) {
        /** Returns whether no row was updated or deleted. */
        public boolean insertsOnly() {
            return !written.containsKey(Type.UPDATE) && !written.containsKey(Type.DELETE);
        }

        /** Returns whether the rows were neither only updated nor only deleted. */
        public boolean isAmbiguous() {
            return written.containsKey(Type.UPDATE) == written.containsKey(Type.DELETE);
        }

        /** Returns whether a row was updated whose rowid a deleted row had. */
        public boolean updatesADeletedRowId() {
            long[] deleted = rowIds(Type.DELETE);
            return deleted.length > 0
                    && Arrays.stream(rowIds(Type.UPDATE)).anyMatch(rowId -> Arrays.binarySearch(deleted, rowId) >= 0);
        }

        /** Returns whether rows were written in one of those ways. */
        public boolean has(Type... types) {
            return Arrays.stream(types).anyMatch(written::containsKey);
        }

        /** Returns the rowids of the rows written in those ways, sorted, each once. */
        public long[] rowIds(Type... types) {
            return Arrays.stream(types)
                    .flatMapToLong(type -> written.getOrDefault(type, Numbers.NONE).stream())
                    .sorted()
                    .distinct()
                    .toArray();
        }

        /** Returns the rowids of all written rows, sorted, each once. */
        public long[] rowIds() {
            return rowIds(Type.values());
        }
    }

    /** A growing list of numbers. */
    static final class Numbers {
        private static final Numbers NONE = new Numbers();

        private long[] numbers = new long[4];
        private int size;

        private void add(long number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size * 2);
            }
            numbers[size++] = number;
        }

        private LongStream stream() {
            return Arrays.stream(numbers, 0, size);
        }
    }

    @Override
    public void onUpdate(Type type, String schema, String table, long rowId) {
        insertsOnly &= type == Type.INSERT;
        lastRowId = rowId;
        if (size++ < BOUND) {
            if (!last.table.equals(table) || !last.schema.equals(schema)) {
                last = tables.computeIfAbsent(
                        WrittenTables.nameOf(schema, table),
                        name -> new Rows(schema, table, new EnumMap<>(Type.class)));
            }
            last.written.computeIfAbsent(type, unseen -> new Numbers()).add(rowId);
        }
    }

    /** Returns the rows of each written table. */
    public Collection<Rows> tables() {
        return tables.values();
    }

    /** Returns the rows of that table, possibly none. */
    public List<Rows> of(String schema, String table) {
        Rows rows = tables.get(WrittenTables.nameOf(schema, table));
        return rows == null ? List.of() : List.of(rows);
    }

    /** Returns the rowid of the row that was written last. */
    public long lastRowId() {
        return lastRowId;
    }

    /** Returns whether rows were only added; then no parent row was deleted, and none of the rows was an orphan before. */
    public boolean insertsOnly() {
        return insertsOnly;
    }

    /** Returns whether every row is remembered. */
    public boolean isComplete() {
        return size <= BOUND;
    }
}
