package dev.referent.orphans;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.ForeignKeys;
import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.orphans.SchemaTwin.Comparison;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tables of an SQLite database and their foreign keys.
 *
 * @param tables the tables by their names as SQLite compares them, in the order of their names
 * @param keys the keys, in the order of tables and declarations
 */
record SqliteSchema(Map<String, SqliteTable> tables, List<SqliteKey> keys) {

    /** Reads the schema. */
    static SqliteSchema of(Connection connection, SchemaTwin twin) throws SQLException {
        Map<String, SqliteTable> tables = new LinkedHashMap<>();
        for (SqliteTable table : SqliteTable.of(connection)) {
            tables.put(SqlNames.folded(table.name()), table);
        }
        Set<String> views = Set.copyOf(Sql.texts(
                connection,
                "SELECT lower(name) FROM main.sqlite_schema WHERE type = 'view' OR sql LIKE 'CREATE VIRTUAL%'"));
        List<SqliteKey> keys = new ArrayList<>();
        // one that is declared twice over is one key
        for (DeclaredForeignKey declared : new LinkedHashSet<>(ForeignKeys.declared(connection))) {
            Optional<SqliteTable> child = table(tables, declared.childTable());
            if (child.isPresent()) {
                keys.add(key(declared, child.get(), tables, views, twin));
            }
        }
        return new SqliteSchema(tables, keys);
    }

    private static SqliteKey key(
            DeclaredForeignKey declared,
            SqliteTable child,
            Map<String, SqliteTable> tables,
            Set<String> views,
            SchemaTwin twin)
            throws SQLException {
        Optional<SqliteTable> parent = table(tables, declared.parentTable());
        if (parent.isEmpty()) {
            boolean isView = views.contains(SqlNames.folded(declared.parentTable()));
            Optional<String> mismatch =
                    isView ? Optional.of("the parent is a view or a virtual table") : Optional.empty();
            return new SqliteKey(declared, child, parent, declared.parentColumns(), List.of(), mismatch, false, false);
        }
        List<String> columns =
                declared.parentColumns().isEmpty() ? parent.get().primaryKey() : declared.parentColumns();
        Optional<List<Comparison>> ofChild = twin.comparisons(child.name(), declared.childColumns());
        Optional<List<Comparison>> ofParent = twin.comparisons(parent.get().name(), columns);
        List<String> collations =
                ofParent.orElse(List.of()).stream().map(Comparison::collation).toList();
        List<String> ofKey = declared.parentColumns().isEmpty()
                ? twin.primaryKeyCollations(parent.get().name())
                : List.of();
        boolean ownCollations = ofKey.size() != columns.size() || ofKey.equals(collations);
        return new SqliteKey(
                declared,
                child,
                parent,
                columns,
                ownCollations ? List.of() : ofKey,
                mismatch(declared, parent.get(), columns, twin),
                ownCollations && ofChild.isPresent() && ofChild.equals(ofParent),
                collations.size() == declared.childColumns().size() && isIndexed(declared, child, collations, twin));
    }

    private static Optional<String> mismatch(
            DeclaredForeignKey declared, SqliteTable parent, List<String> columns, SchemaTwin twin)
            throws SQLException {
        if (columns.size() != declared.childColumns().size()) {
            return Optional.of("the key has " + declared.childColumns().size() + " columns, the primary key of "
                    + parent.name() + " has " + columns.size());
        }
        for (String column : columns) { // here, because the twin may not have the table
            if (parent.column(column).isEmpty()) {
                return Optional.of(parent.name() + " has no column " + column);
            }
        }
        return twin.has(parent.name()) ? twin.mismatch(declared) : Optional.empty();
    }

    private static boolean isIndexed(
            DeclaredForeignKey key, SqliteTable child, List<String> collations, SchemaTwin twin) throws SQLException {
        boolean isRowId = key.childColumns().size() == 1
                && child.integerPrimaryKey()
                        .filter(column ->
                                SqlNames.same(column, key.childColumns().get(0)))
                        .isPresent();
        return isRowId || twin.hasIndex(child.name(), key.childColumns(), collations);
    }

    /** Returns a table by its name, in whatever case of letters. */
    Optional<SqliteTable> table(String name) {
        return table(tables, name);
    }

    private static Optional<SqliteTable> table(Map<String, SqliteTable> tables, String name) {
        return Optional.ofNullable(tables.get(SqlNames.folded(name)));
    }
}
