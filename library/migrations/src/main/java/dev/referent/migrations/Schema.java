package dev.referent.migrations;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.ForeignKeys;
import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a database at one moment.
 *
 * @param columns the columns of each table; names of tables are folded
 * @param keys every foreign key as it is declared
 * @param indexes the indexes and triggers that are declared on their own
 */
record Schema(Map<String, List<Column>> columns, List<DeclaredForeignKey> keys, List<Attachment> indexes) {
    private static final Set<ReferentialAction> ACTIONS =
            Set.of(ReferentialAction.CASCADE, ReferentialAction.SET_NULL, ReferentialAction.SET_DEFAULT);

    private static final String COLUMNS =
            "SELECT t.name, c.name, c.\"notnull\", c.dflt_value, ifnull(c.type, ''), c.pk, c.hidden > 1 FROM pragma_table_list t,"
                    + " pragma_table_xinfo(t.name, 'main') c WHERE t.schema = 'main' AND t.type IN ('table', 'shadow')"
                    + " AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

    /**
     * A column.
     *
     * @param name its name
     * @param notNull whether it takes no null
     * @param defaultValue its default, as SQL; empty if there is none, or it is null
     * @param type its declared type
     * @param primaryKey its place in the primary key, counted from 1; 0 if it is no part of it
     * @param generated whether its value is computed
     */
    record Column(
            String name,
            boolean notNull,
            Optional<String> defaultValue,
            String type,
            long primaryKey,
            boolean generated) {}

    /**
     * An index or a trigger.
     *
     * @param type which of the two
     * @param name its name
     * @param table its table
     * @param definition its SQL after the table's name
     */
    record Attachment(String type, String name, String table, String definition) {}

    /** Reads the schema of a connection's main database. */
    static Schema of(Connection connection) throws SQLException {
        return new Schema(readColumns(connection, ""), ForeignKeys.declared(connection), attachments(connection));
    }

    /** Returns this schema after a table was created, without reading the others again. */
    Schema withTable(Connection connection, String table) throws SQLException {
        Map<String, List<Column>> more = new TreeMap<>(columns);
        more.putAll(readColumns(connection, " AND t.name = '" + table.replace("'", "''") + "' COLLATE NOCASE"));
        List<DeclaredForeignKey> all = new ArrayList<>(keys);
        all.removeIf(key -> SqlNames.same(key.childTable(), table));
        all.addAll(ForeignKeys.declared(connection, table));
        return new Schema(more, all, indexes);
    }

    /** Returns this schema after an index, a trigger or a view was created. */
    Schema withAttachments(Connection connection) throws SQLException {
        return new Schema(columns, keys, attachments(connection));
    }

    private static Map<String, List<Column>> readColumns(Connection connection, String condition) throws SQLException {
        Map<String, List<Column>> columns = new TreeMap<>();
        for (List<@Nullable Object> row : Sql.rows(connection, COLUMNS + condition + " ORDER BY t.name, c.cid")) {
            columns.computeIfAbsent(SqlNames.folded(text(row, 0)), table -> new ArrayList<>())
                    .add(column(row));
        }
        return columns;
    }

    private static List<Attachment> attachments(Connection connection) throws SQLException {
        String query = "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE type IN ('index', 'trigger')"
                + " AND sql IS NOT NULL ORDER BY name";
        List<Attachment> attachments = new ArrayList<>();
        for (List<@Nullable Object> row : Sql.rows(connection, query)) {
            attachments.add(new Attachment(text(row, 0), text(row, 1), text(row, 2), definition(text(row, 3))));
        }
        return attachments;
    }

    private static Column column(List<@Nullable Object> row) {
        return new Column(
                text(row, 1),
                Sql.number(row.get(2)) != 0,
                Optional.ofNullable(row.get(3)).map(String::valueOf).filter(sql -> !sql.equalsIgnoreCase("NULL")),
                text(row, 4),
                Sql.number(row.get(5)),
                Sql.number(row.get(6)) != 0);
    }

    private static String text(List<@Nullable Object> row, int column) {
        return String.valueOf(row.get(column));
    }

    private static String definition(String sql) {
        return sql.substring(Math.max(0, sql.indexOf('('))).replaceAll("\\s+", " ");
    }

    /** Returns whether there is a table of this name. */
    boolean hasTable(String table) {
        return columns.containsKey(SqlNames.folded(table));
    }

    /** Returns the columns of a table, in their order; none if there is no such table. */
    List<Column> columnsOf(String table) {
        return columns.getOrDefault(SqlNames.folded(table), List.of());
    }

    /** Returns a column; empty if there is none, or no such table. */
    Optional<Column> column(String table, String column) {
        return columnsOf(table).stream()
                .filter(candidate -> SqlNames.same(candidate.name(), column))
                .findFirst();
    }

    /** Returns the keys that reference a table. */
    List<DeclaredForeignKey> keysTo(String table) {
        return keys.stream()
                .filter(key -> SqlNames.same(key.parentTable(), table))
                .toList();
    }

    /** Returns the keys of other tables that reference a table. */
    List<DeclaredForeignKey> keysOfOthersTo(String table) {
        return keysTo(table).stream()
                .filter(key -> !SqlNames.same(key.childTable(), table))
                .toList();
    }

    /** Returns whether a delete of a parent row changes or deletes the child rows. */
    static boolean acts(DeclaredForeignKey key) {
        return ACTIONS.contains(key.onDelete());
    }
}
