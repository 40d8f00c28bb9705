package dev.referent.orphans;

import dev.referent.jdbc.sql.SqlNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of a {@link Quarantine}.
 *
 * @param data its name in the quarantine
 * @param table the table of the database that its rows come from
 * @param key the key whose columns were set to null; empty where whole rows are kept
 * @param keyColumns the columns that were set to null; empty where whole rows are kept
 * @param columns the columns that are kept, after its own: run, fate, key, rowid, or run, rowid; where a reference was set to null, its
 *     columns, and those that tell whether a row is still the same
 */
record QuarantineTable(String data, String table, Optional<String> key, List<String> keyColumns, List<String> columns) {
    /**
     * Its own columns, to be named by {@link QuarantineTable#own}: the run that kept a row, what became of it, the key for which it
     * was removed, and its rowid.
     */
    static final String RUN = "referent_run";

    static final String FATE = "referent_fate";
    static final String KEY = "referent_key";
    static final String ROW_ID = "referent_rowid";

    String quoted() {
        return Quarantine.SCHEMA + "." + SqlNames.quoted(data);
    }

    /** Returns the name of one of its own columns, which none of the kept columns has. */
    String own(String name) {
        String free = name;
        while (columns.stream().map(SqlNames::folded).anyMatch(free::equals)) {
            free += "_";
        }
        return free;
    }

    /** Returns the prefixed rowid of a kept row, by a name that none of the kept columns has. */
    String rowId(String prefix) {
        return prefix + SqliteTable.rowIdName(columns).orElseGet(this::idColumn);
    }

    /** The rowid's column, which is made where the kept columns have all names of a rowid. */
    private String idColumn() {
        return own("referent_id");
    }

    private boolean hasIdColumn() {
        return SqliteTable.rowIdName(columns).isEmpty();
    }

    /** Returns the prefixed columns whose values are the {@linkplain SqliteTable#identity() identity} in the table. */
    List<String> place(String prefix, SqliteTable table) {
        List<String> names = placeColumns(table);
        return names.isEmpty()
                ? List.of(prefix + own(ROW_ID))
                : names.stream().map(name -> prefix + SqlNames.quoted(name)).toList();
    }

    /** A rowid that is no column may be another one after a VACUUM or a rebuild; one that is a column is what the column says. */
    private static List<String> placeColumns(SqliteTable table) {
        return table.withoutRowId()
                ? table.identity()
                : table.integerPrimaryKey().map(List::of).orElse(List.of());
    }

    /** Returns an INSERT into it, up to the value of the run. */
    String insert() {
        return "INSERT INTO " + quoted() + " SELECT " + (hasIdColumn() ? "NULL, " : "");
    }

    /** Returns the declarations of its own columns. */
    List<String> ownColumns() {
        List<String> own = new ArrayList<>();
        if (hasIdColumn()) {
            own.add(idColumn() + " INTEGER PRIMARY KEY");
        }
        own.add(own(RUN));
        if (key.isEmpty()) {
            own.addAll(List.of(own(FATE), own(KEY)));
        }
        own.add(own(ROW_ID));
        return own;
    }

    /**
     * Returns the statement that removes kept rows from their table, or sets their references to null, up to its condition. OR ABORT
     * overrules a column's ON CONFLICT REPLACE, which would delete another row.
     */
    String removal(SqliteTable table) {
        return key.isPresent()
                ? "UPDATE OR ABORT " + table.quoted() + " SET "
                        + keyColumns.stream()
                                .map(column -> SqlNames.quoted(column) + " = NULL")
                                .collect(Collectors.joining(", "))
                        + " WHERE "
                : "DELETE FROM " + table.quoted() + " WHERE ";
    }

    /** Returns the condition that a row of the table has the place of a kept row for which another condition holds. */
    String hasPlace(SqliteTable table, String condition) {
        return hasPlace("", table, condition);
    }

    /** Returns the same condition for a row that has a prefix. */
    String hasPlace(String prefix, SqliteTable table, String condition) {
        return "(" + String.join(", ", table.identity(prefix)) + ") IN (SELECT " + String.join(", ", place("", table))
                + " FROM " + quoted() + " WHERE " + condition + ")";
    }

    /** Returns whether the rows fit into a table of their database as it is now. */
    boolean fits(SqliteTable table) {
        return !table.identity().isEmpty()
                && columns.stream().allMatch(name -> table.column(name)
                        .filter(column -> !column.generated())
                        .isPresent())
                && placeColumns(table).stream()
                        .allMatch(name -> columns.stream().anyMatch(column -> SqlNames.same(name, column)));
    }

    /**
     * Returns the condition that a row {@code child} of the database is the kept row {@code kept}, whatever its values; or the row whose
     * reference {@code kept} is, whatever it references.
     */
    String isRow(SqliteTable table) {
        List<String> places = place("kept.", table);
        List<String> identity = table.identity("child.");
        String same = IntStream.range(0, places.size())
                .mapToObj(i -> identity.get(i) + " = " + places.get(i))
                .collect(Collectors.joining(" AND "));
        List<String> others =
                columns.stream().filter(name -> !keyColumns.contains(name)).toList();
        return key.isEmpty() || others.isEmpty() ? same : same + " AND " + Quarantine.sameValues(others);
    }
}
