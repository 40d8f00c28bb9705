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
 * @param columns the columns that are kept, behind its own: run, fate, key, rowid, or run, i0, i1, …
 */
record QuarantineTable(String data, String table, Optional<String> key, List<String> columns) {
    /** Its own columns, to be named by {@link QuarantineTable#own}: the run that kept a row, what became of it, and its rowid. */
    static final String RUN = "referent_run";

    static final String FATE = "referent_fate";
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

    /** Returns the rowid of a kept row, behind the prefix, by a name that none of the kept columns has. */
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

    /** Returns the columns, behind the prefix, that identify the row whose reference was set to null. */
    List<String> identity(String prefix, SqliteTable table) {
        return IntStream.range(0, table.identity().size())
                .mapToObj(i -> prefix + own("i" + i))
                .toList();
    }

    /** Returns an INSERT into it, up to the value of the run. */
    String insert() {
        return "INSERT INTO " + quoted() + " SELECT " + (hasIdColumn() ? "NULL, " : "");
    }

    /** Returns the declarations of its own columns. */
    List<String> ownColumns(SqliteTable from) {
        List<String> own = new ArrayList<>();
        if (hasIdColumn()) {
            own.add(idColumn() + " INTEGER PRIMARY KEY");
        }
        own.add(own(RUN));
        if (key.isPresent()) {
            own.addAll(identity("", from));
        } else {
            own.addAll(List.of(own(FATE), own("referent_key"), own(ROW_ID)));
        }
        return own;
    }

    /** Returns the statement that removes kept rows from their table, or sets their references to null, up to its condition. */
    String removal(SqliteTable table) {
        return key.isPresent()
                ? "UPDATE " + table.quoted() + " SET "
                        + columns.stream()
                                .map(column -> SqlNames.quoted(column) + " = NULL")
                                .collect(Collectors.joining(", "))
                        + " WHERE "
                : "DELETE FROM " + table.quoted() + " WHERE ";
    }

    /** Returns the condition that a row of the table has the place of a kept row for which another condition holds. */
    String hasPlace(SqliteTable table, String condition) {
        String identity = key.isPresent()
                ? String.join(", ", identity("", table))
                : table.rowId().isPresent() ? own(ROW_ID) : SqlNames.quoted("", table.identity(), ", ");
        return "(" + SqlNames.quoted("", table.identity(), ", ") + ") IN (SELECT " + identity + " FROM " + quoted()
                + " WHERE " + condition + ")";
    }

    /** Returns whether the rows fit into a table of their database as it is now. */
    boolean fits(SqliteTable table) {
        return !table.identity().isEmpty()
                && columns.stream().allMatch(name -> table.column(name)
                        .filter(column -> !column.generated())
                        .isPresent());
    }

    /** Returns the condition that a row {@code c} of the database is the kept row {@code d}, whatever its values. */
    String isRow(SqliteTable table) {
        if (key.isPresent()) {
            List<String> marks = identity("d.", table);
            return IntStream.range(0, marks.size())
                    .mapToObj(i -> "c." + SqlNames.quoted(table.identity().get(i)) + " = " + marks.get(i))
                    .collect(Collectors.joining(" AND "));
        }
        return table.rowId()
                .map(name -> "c." + SqlNames.quoted(name) + " = d." + own(ROW_ID))
                .orElseGet(() -> table.identity().stream()
                        .map(name -> "c." + SqlNames.quoted(name) + " = d." + SqlNames.quoted(name))
                        .collect(Collectors.joining(" AND ")));
    }
}
