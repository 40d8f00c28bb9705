package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.migrations.Schema.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One row of a seeded table. Its values are SQL expressions: they depend on the column's type, its keys and its checks. */
final class SeedRow {
    /** Where numbers begin, so that the rows are in the way of few that migrations insert. */
    private static final int FIRST = 9000;

    private final Connection connection;
    private final DatabaseState state;
    private final String table;
    private final int row;
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Creates a row.
     *
     * @param row its number, counted from 1
     */
    SeedRow(Connection connection, DatabaseState state, String table, int row) {
        this.connection = connection;
        this.state = state;
        this.table = table;
        this.row = row;
    }

    /**
     * Inserts it.
     *
     * @throws SQLException if the table's constraints or triggers reject it
     */
    void insert() throws SQLException {
        for (Column column : state.schema().columnsOf(table)) {
            if (!column.generated()) {
                values.put(column.name(), plain(column));
            }
        }
        for (DeclaredForeignKey key : state.schema().keys()) {
            if (SqlNames.same(key.childTable(), table)) {
                reference(key);
            }
        }
        new SeedChecks(connection, table).satisfy(values, row);
        String names = values.keySet().stream().map(SqlNames::quoted).collect(Collectors.joining(", "));
        String sql = "INSERT INTO main." + SqlNames.quoted(table) + " (" + names + ") VALUES ("
                + String.join(", ", values.values()) + ")";
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Returns a value that other columns have in the same row, so that a key that is declared later finds its parent rows. */
    private String plain(Column column) {
        String type = column.type().toUpperCase(Locale.ROOT);
        if (type.contains("BOOL")) {
            return String.valueOf(row % 2);
        }
        if (type.contains("DATE") || type.contains("TIMESTAMP")) {
            return "'2024-01-0" + row + " 00:00:00'";
        }
        if (type.contains("CHAR") || type.contains("TEXT") || type.contains("CLOB")) {
            return "'" + (FIRST + row) + "'";
        }
        if (type.contains("BLOB")) {
            return "x'0" + row + "'";
        }
        return String.valueOf(FIRST + row);
    }

    /** Takes the values of a parent row; without one, those that the row of the same number will have. */
    private void reference(DeclaredForeignKey key) throws SQLException {
        List<String> parentColumns = state.parentColumns(key);
        if (parentColumns.size() != key.childColumns().size()) {
            return;
        }
        String from = " FROM main." + SqlNames.quoted(key.parentTable());
        long rows = Sql.number(connection, "SELECT count(*)" + from);
        for (int i = 0; i < parentColumns.size(); i++) {
            String column = parentColumns.get(i);
            Optional<Column> parent = state.schema().column(key.parentTable(), column);
            if (rows > 0) {
                String name = SqlNames.quoted(column);
                put(key.childColumns().get(i), "(SELECT " + name + from + " LIMIT 1 OFFSET " + (row - 1) % rows + ")");
            } else if (parent.isPresent()) {
                put(
                        key.childColumns().get(i),
                        new SeedRow(connection, state, key.parentTable(), row).plain(parent.get()));
            }
        }
    }

    private void put(String column, String value) {
        values.keySet().stream()
                .filter(name -> SqlNames.same(name, column))
                .findFirst()
                .ifPresent(name -> values.put(name, value));
    }
}
