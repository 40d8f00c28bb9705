package dev.referent.jdbc.schema;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.schema.ForeignKeyDeclarations.Declaration;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key as a table declares it, whether or not its parent table exists.
 *
 * @param declaration its name and when it is checked
 * @param parent the referenced table, in the letter case of this declaration
 * @param parentColumns the referenced columns; empty where the parent's primary key is meant
 */
public record DeclaredKey(
        String child,
        Declaration declaration,
        List<String> childColumns,
        String parent,
        List<String> parentColumns,
        ReferentialAction onDelete,
        ReferentialAction onUpdate) {

    /** Reads the keys of a table in the order of their declaration, which is the reverse of the ids in foreign_key_list. */
    static List<DeclaredKey> of(Connection connection, String schema, SchemaEntry table) throws SQLException {
        String pragma =
                "PRAGMA " + SqlNames.quoted(schema) + ".foreign_key_list(" + SqlNames.quoted(table.name()) + ")";
        Map<Long, List<List<@Nullable Object>>> byId = new TreeMap<>(Comparator.reverseOrder());
        for (List<@Nullable Object> row : Query.rows(connection, pragma)) {
            byId.computeIfAbsent((Long) row.get(0), id -> new ArrayList<>()).add(row);
        }
        List<Declaration> declarations = ForeignKeyDeclarations.of(table.sql());
        if (declarations.size() != byId.size()) {
            // the declaration cannot be parsed, so the keys have no names
            declarations =
                    Collections.nCopies(byId.size(), new Declaration(Optional.empty(), Deferrability.NOT_DEFERRABLE));
        }
        List<DeclaredKey> keys = new ArrayList<>();
        for (List<List<@Nullable Object>> columns : byId.values()) {
            keys.add(of(table.name(), declarations.get(keys.size()), columns));
        }
        return keys;
    }

    private static DeclaredKey of(String child, Declaration declaration, List<List<@Nullable Object>> columns) {
        columns.sort(Comparator.comparingLong(column -> (Long) column.get(1)));
        List<@Nullable Object> first = columns.get(0);
        boolean implicit = first.get(4) == null;
        return new DeclaredKey(
                child,
                declaration,
                columns.stream().map(column -> String.valueOf(column.get(3))).toList(),
                String.valueOf(first.get(2)),
                implicit
                        ? List.of()
                        : columns.stream()
                                .map(column -> String.valueOf(column.get(4)))
                                .toList(),
                action(first.get(6)),
                action(first.get(5)));
    }

    private static ReferentialAction action(@Nullable Object words) {
        return ReferentialAction.valueOf(
                String.valueOf(words).toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    /** Returns the foreign key; empty if its columns do not pair up with columns that the parent has. */
    Optional<ForeignKey> foreignKey(TableFacts childTable, TableFacts parentTable) {
        List<String> referenced = parentColumns.isEmpty() ? parentTable.primaryKey() : parentColumns;
        boolean pairs = referenced.size() == childColumns.size()
                && referenced.stream()
                        .allMatch(column -> parentTable.column(column).isPresent());
        return pairs
                ? Optional.of(new ForeignKey(
                        name(), childTable.name(), childColumns, parent, referenced, onDelete, onUpdate, deferred()))
                : Optional.empty();
    }

    /** Returns the declared name, or the derived one. */
    public String name() {
        return declaration.name().orElseGet(() -> ForeignKey.derivedName(child, childColumns));
    }

    /** Returns when it is checked. */
    public Deferrability deferrability() {
        return declaration.deferrability();
    }

    /** Returns whether it is checked at commit. */
    public boolean deferred() {
        return deferrability() == Deferrability.INITIALLY_DEFERRED;
    }
}
