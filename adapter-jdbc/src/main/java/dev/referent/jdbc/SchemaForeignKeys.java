package dev.referent.jdbc;

import dev.referent.core.integrity.ForeignKey;
import dev.referent.core.integrity.ReferentialAction;
import dev.referent.jdbc.ForeignKeyDeclarations.Declaration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the foreign keys of one of a connection's databases: {@code main}, {@code temp} or an attached one. */
final class SchemaForeignKeys {
    /** The ids of foreign_key_list run against the order of declaration. */
    private static final String KEYS =
            """
            SELECT t.name AS child, t.sql AS declared, k.id, k."table" AS parent, k."from" AS child_column,
                   k."to" AS parent_column, k.seq, k.on_delete, k.on_update
              FROM %1$s.sqlite_schema t JOIN pragma_foreign_key_list(t.name, ?) k
             WHERE t.type = 'table'
             ORDER BY t.name, k.id DESC, k.seq
            """;

    private static final String PRIMARY_KEY = "SELECT name FROM pragma_table_info(?, ?) WHERE pk > 0 ORDER BY pk";

    private final Connection connection;
    private final String schema;

    private SchemaForeignKeys(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /**
     * Returns the foreign keys in the order of tables and declarations. A key whose columns do not pair up with its
     * parent's is left out: SQLite itself refuses every write that it would judge.
     */
    static List<ForeignKey> of(Connection connection, String schema) throws SQLException {
        return new SchemaForeignKeys(connection, schema).read();
    }

    private List<ForeignKey> read() throws SQLException {
        Map<String, List<Row>> byKey = new LinkedHashMap<>();
        Map<String, String> declared = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(KEYS.formatted(SqlNames.quoted(schema)))) {
            statement.setString(1, schema);
            try (ResultSet keys = statement.executeQuery()) {
                while (keys.next()) {
                    Row row = Row.of(keys);
                    declared.put(row.child, keys.getString("declared"));
                    byKey.computeIfAbsent(row.id + " " + row.child, id -> new ArrayList<>())
                            .add(row);
                }
            }
        }
        return named(byKey, declared);
    }

    private List<ForeignKey> named(Map<String, List<Row>> byKey, Map<String, String> declared) throws SQLException {
        Map<String, List<List<Row>>> byTable = new LinkedHashMap<>();
        byKey.values().forEach(rows -> byTable.computeIfAbsent(rows.get(0).child, table -> new ArrayList<>())
                .add(rows));
        List<ForeignKey> foreignKeys = new ArrayList<>();
        for (Map.Entry<String, List<List<Row>>> table : byTable.entrySet()) {
            List<Declaration> declarations = ForeignKeyDeclarations.of(declared.getOrDefault(table.getKey(), ""));
            boolean legible = declarations.size() == table.getValue().size();
            for (int i = 0; i < table.getValue().size(); i++) {
                Declaration declaration = legible ? declarations.get(i) : new Declaration(Optional.empty(), false);
                add(foreignKeys, table.getValue().get(i), declaration);
            }
        }
        return foreignKeys;
    }

    private void add(List<ForeignKey> foreignKeys, List<Row> rows, Declaration declaration) throws SQLException {
        Row first = rows.get(0);
        List<String> childColumns = rows.stream().map(Row::childColumn).toList();
        List<String> parentColumns = first.parentColumn == null
                ? primaryKey(first.parent)
                : rows.stream().map(Row::parentColumn).toList();
        if (parentColumns.size() == childColumns.size()) {
            foreignKeys.add(new ForeignKey(
                    declaration.name().orElseGet(() -> ForeignKey.derivedName(first.child, childColumns)),
                    first.child,
                    childColumns,
                    first.parent,
                    parentColumns,
                    first.onDelete,
                    first.onUpdate,
                    declaration.deferred()));
        }
    }

    private List<String> primaryKey(String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PRIMARY_KEY)) {
            statement.setString(1, table);
            statement.setString(2, schema);
            List<String> columns = new ArrayList<>();
            try (ResultSet names = statement.executeQuery()) {
                while (names.next()) {
                    columns.add(names.getString(1));
                }
            }
            return columns;
        }
    }

    /** One pair of columns of one foreign key. */
    private record Row(
            int id,
            String child,
            String childColumn,
            String parent,
            @Nullable String parentColumn,
            ReferentialAction onDelete,
            ReferentialAction onUpdate) {

        static Row of(ResultSet keys) throws SQLException {
            return new Row(
                    keys.getInt("id"),
                    keys.getString("child"),
                    keys.getString("child_column"),
                    keys.getString("parent"),
                    keys.getString("parent_column"),
                    action(keys.getString("on_delete")),
                    action(keys.getString("on_update")));
        }

        private static ReferentialAction action(String words) {
            return ReferentialAction.valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }
    }
}
