package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table of an SQLite database.
 *
 * @param name its name, in the letters of its declaration
 * @param rowId a name by which its rowid can be asked for; empty without a rowid, or where columns hide all three names
 * @param key the primary key of a table that is declared WITHOUT ROWID, as its index has it; empty for all others
 * @param integerPrimaryKey the column that is another name of its rowid; empty if there is none
 * @param columns its columns
 */
record SqliteTable(
        String name,
        Optional<String> rowId,
        List<KeyPart> key,
        Optional<String> integerPrimaryKey,
        List<Column> columns) {
    /**
     * A column.
     *
     * @param name its name
     * @param type its declared type, in upper case
     * @param notNull whether it takes no null
     * @param primaryKey its place in the primary key, counted from 1; 0 if it is no part of it
     * @param generated whether its value is computed
     */
    record Column(String name, String type, boolean notNull, long primaryKey, boolean generated) {}

    /**
     * A part of a primary key's index.
     *
     * @param column the column
     * @param collation the collation by which the index tells rows apart, which need not be the column's
     */
    record KeyPart(String column, String collation) {}

    /**
     * Reads the tables of the main database, without virtual tables and SQLite's own, but with shadow tables: SQLite takes any table for
     * one that has such a name, for example {@code doc_content} beside an FTS5 table {@code doc}, whose external content it may be. {@code
     * PRAGMA table_list} would first compile every view, which may take all of the memory and cannot be interrupted. Only for a table
     * WITHOUT ROWID, {@code index_info} takes its name (sqlite.org/pragma.html#pragma_index_info).
     */
    static List<SqliteTable> of(Connection connection) throws SQLException {
        String query = "SELECT name, EXISTS (SELECT 1 FROM pragma_index_info(s.name, 'main')) FROM main.sqlite_schema s"
                + " WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        List<SqliteTable> tables = new ArrayList<>();
        for (List<@Nullable Object> row : Sql.rows(connection, query)) {
            tables.add(
                    of(connection, String.valueOf(row.get(0)), Long.valueOf(1).equals(row.get(1))));
        }
        return tables;
    }

    private static SqliteTable of(Connection connection, String name, boolean withoutRowId) throws SQLException {
        String query = "SELECT name, upper(type), \"notnull\", pk, hidden FROM pragma_table_xinfo(?, 'main')";
        List<Column> columns = new ArrayList<>();
        for (List<@Nullable Object> row : Sql.rows(connection, query, name)) {
            columns.add(new Column(
                    String.valueOf(row.get(0)),
                    row.get(1) == null ? "" : String.valueOf(row.get(1)),
                    Sql.number(row.get(2)) != 0,
                    Sql.number(row.get(3)),
                    Sql.number(row.get(4)) > 1));
        }
        if (withoutRowId) {
            return new SqliteTable(
                    name, Optional.empty(), key(connection, name), Optional.empty(), List.copyOf(columns));
        }
        Optional<String> key = integerPrimaryKey(connection, name, columns);
        Optional<String> rowId = rowIdName(columns.stream().map(Column::name).toList());
        return new SqliteTable(name, rowId.or(() -> key), List.of(), key, List.copyOf(columns));
    }

    private static List<KeyPart> key(Connection connection, String table) throws SQLException {
        String query = "SELECT name, coll FROM pragma_index_xinfo(?, 'main') WHERE \"key\" = 1 ORDER BY seqno";
        List<KeyPart> key = new ArrayList<>();
        Sql.each(
                connection,
                query,
                row -> key.add(new KeyPart(String.valueOf(row.get(0)), String.valueOf(row.get(1)))),
                table);
        return List.copyOf(key);
    }

    /** Returns a name by which the rowid of a table with these columns can be asked for; empty where they hide all three. */
    static Optional<String> rowIdName(List<String> columns) {
        return SqlNames.ROW_ID_NAMES.stream()
                .filter(alias -> columns.stream().noneMatch(column -> SqlNames.same(alias, column)))
                .findFirst();
    }

    /** An INTEGER PRIMARY KEY DESC is not the rowid: it has an index (sqlite.org/lang_createtable.html#rowid). */
    private static Optional<String> integerPrimaryKey(Connection connection, String table, List<Column> columns)
            throws SQLException {
        List<Column> key =
                columns.stream().filter(column -> column.primaryKey > 0).toList();
        if (key.size() != 1 || !key.get(0).type.equals("INTEGER")) {
            return Optional.empty();
        }
        String index = "SELECT 1 FROM pragma_index_list(?, 'main') WHERE origin = 'pk'";
        return Sql.rows(connection, index, table).isEmpty() ? Optional.of(key.get(0).name) : Optional.empty();
    }

    /** Returns a column. */
    Optional<Column> column(String column) {
        return columns.stream()
                .filter(candidate -> SqlNames.same(candidate.name, column))
                .findFirst();
    }

    /** Returns the columns of the primary key, in its order; empty if it has none. */
    List<String> primaryKey() {
        return columns.stream()
                .filter(column -> column.primaryKey > 0)
                .sorted(Comparator.comparingLong(Column::primaryKey))
                .map(Column::name)
                .toList();
    }

    /** Returns the columns that an INSERT may give values to. */
    List<String> storedColumns() {
        return columns.stream()
                .filter(column -> !column.generated)
                .map(Column::name)
                .toList();
    }

    /** Returns what identifies a row: the name of its rowid, else the columns of its primary key; empty if nothing does. */
    List<String> identity() {
        return rowId.map(List::of)
                .orElseGet(() -> key.stream().map(KeyPart::column).toList());
    }

    /** Returns whether it is declared WITHOUT ROWID. */
    boolean withoutRowId() {
        return !key.isEmpty();
    }

    /** Returns the same, prefixed, to be compared as SQLite itself compares it to tell rows apart. */
    List<String> identity(String prefix) {
        return rowId.map(name -> List.of(prefix + SqlNames.quoted(name))).orElseGet(() -> key.stream()
                .map(part -> prefix + SqlNames.quoted(part.column) + " COLLATE " + SqlNames.quoted(part.collation))
                .toList());
    }

    /** Returns the name as SQL writes it. */
    String quoted() {
        return "main." + SqlNames.quoted(name);
    }
}
