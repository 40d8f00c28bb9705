package dev.referent.jdbc.schema;

import dev.referent.core.integrity.ForeignKey;
import dev.referent.core.integrity.ReferentialAction;
import dev.referent.jdbc.schema.ForeignKeyDeclarations.Declaration;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the foreign keys of one of a connection's databases: {@code main}, {@code temp} or an attached one. */
public final class SchemaForeignKeys {
    /** The ids of foreign_key_list run against the order of declaration. */
    private static final String KEYS =
            """
            SELECT t.name AS child, t.sql AS declared, k.id, k."table" AS parent, k."from" AS child_column,
                   k."to" AS parent_column, k.on_delete, k.on_update,
                   EXISTS (SELECT 1 FROM %1$s.sqlite_schema p WHERE p.type = 'table' AND p.name = k."table" COLLATE NOCASE)
                       AND (k."to" IS NULL OR EXISTS (SELECT 1 FROM pragma_table_xinfo(k."table", ?1) c
                                                       WHERE c.name = k."to" COLLATE NOCASE)) AS has_parent
              FROM %1$s.sqlite_schema t JOIN pragma_foreign_key_list(t.name, ?1) k
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
     * Returns the foreign keys in the order of tables and declarations. A key whose parent table is missing, or whose
     * columns do not pair up with its parent's, is left out: SQLite itself refuses every write that it would judge.
     */
    public static List<ForeignKey> of(Connection connection, String schema) throws SQLException {
        return new SchemaForeignKeys(connection, schema).read();
    }

    private List<ForeignKey> read() throws SQLException {
        Map<String, Table> tables = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(KEYS.formatted(SqlNames.quoted(schema)))) {
            statement.setString(1, schema);
            try (ResultSet keys = statement.executeQuery()) {
                while (keys.next()) {
                    String declared = keys.getString("declared");
                    tables.computeIfAbsent(keys.getString("child"), child -> new Table(declared, new LinkedHashMap<>()))
                            .pairs(keys.getInt("id"))
                            .add(ColumnPair.of(keys));
                }
            }
        }
        List<ForeignKey> foreignKeys = new ArrayList<>();
        for (Table table : tables.values()) {
            Iterator<Declaration> declarations = table.declarations().iterator();
            for (List<ColumnPair> pairs : table.keys.values()) {
                add(foreignKeys, pairs, declarations.next());
            }
        }
        return foreignKeys;
    }

    private void add(List<ForeignKey> foreignKeys, List<ColumnPair> pairs, Declaration declaration)
            throws SQLException {
        ColumnPair first = pairs.get(0);
        List<String> childColumns = pairs.stream().map(ColumnPair::childColumn).toList();
        List<String> parentColumns = first.parentColumn == null
                ? primaryKey(first.parent)
                : pairs.stream().map(ColumnPair::parentColumn).toList();
        if (pairs.stream().allMatch(ColumnPair::hasParent) && parentColumns.size() == childColumns.size()) {
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

    /** A child table: its text, and the column pairs of each of its foreign keys in the order of declaration. */
    private record Table(String declared, Map<Integer, List<ColumnPair>> keys) {

        List<ColumnPair> pairs(int id) {
            return keys.computeIfAbsent(id, key -> new ArrayList<>());
        }

        /** One for each key; all of them nameless where the text cannot be made out. */
        List<Declaration> declarations() {
            List<Declaration> declarations = ForeignKeyDeclarations.of(declared);
            return declarations.size() == keys.size()
                    ? declarations
                    : Collections.nCopies(keys.size(), new Declaration(Optional.empty(), false));
        }
    }

    /** A referencing column and what it references, with what else is said of its foreign key. */
    private record ColumnPair(
            String child,
            String childColumn,
            String parent,
            @Nullable String parentColumn,
            boolean hasParent,
            ReferentialAction onDelete,
            ReferentialAction onUpdate) {

        static ColumnPair of(ResultSet keys) throws SQLException {
            return new ColumnPair(
                    keys.getString("child"),
                    keys.getString("child_column"),
                    keys.getString("parent"),
                    keys.getString("parent_column"),
                    keys.getBoolean("has_parent"),
                    action(keys.getString("on_delete")),
                    action(keys.getString("on_update")));
        }

        private static ReferentialAction action(String words) {
            return ReferentialAction.valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }
    }
}
