package dev.referent.migrations;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.migrations.Schema.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A change of a row that is counted.
 *
 * @param name the foreign key that explains it, or the column
 * @param toDefault whether a value was set to its default, and not to null
 * @param condition whether it has happened to the row {@code b}, which is {@code a} now
 */
record RowChange(String name, boolean toDefault, String condition) {

    /** Returns the changes that can happen to the rows of a table: first those that a key's action makes. */
    static List<RowChange> of(DatabaseState before, DatabaseState after, String table, String now) {
        List<RowChange> changes = new ArrayList<>();
        Set<String> explained = new HashSet<>();
        for (DeclaredForeignKey key : before.schema().keys()) {
            boolean kept = key.childColumns().stream()
                    .allMatch(column -> after.schema().column(now, column).isPresent());
            if (SqlNames.same(key.childTable(), table) && kept) {
                byKey(key, before.schema()).ifPresent(change -> {
                    changes.add(change);
                    if (!change.toDefault()) {
                        key.childColumns().forEach(column -> explained.add(SqlNames.folded(column)));
                    }
                });
            }
        }
        for (Column column : before.schema().columnsOf(table)) {
            if (!explained.contains(SqlNames.folded(column.name()))
                    && !column.generated()
                    && after.schema().column(now, column.name()).isPresent()) {
                changes.add(new RowChange(column.name(), false, nulled(column.name())));
            }
        }
        return changes;
    }

    private static Optional<RowChange> byKey(DeclaredForeignKey key, Schema schema) {
        if (key.onDelete() != ReferentialAction.SET_NULL && key.onDelete() != ReferentialAction.SET_DEFAULT) {
            return Optional.empty();
        }
        boolean toDefault = key.onDelete() == ReferentialAction.SET_DEFAULT
                && key.childColumns().stream()
                        .allMatch(column -> defaultOf(key, column, schema).isPresent());
        String condition = key.childColumns().stream()
                .map(column -> toDefault
                        ? defaulted(column, defaultOf(key, column, schema).orElseThrow())
                        : nulled(column))
                .collect(Collectors.joining(" OR ", "(", ")"));
        return Optional.of(new RowChange(key.name(), toDefault, condition));
    }

    private static Optional<String> defaultOf(DeclaredForeignKey key, String column, Schema schema) {
        return schema.column(key.childTable(), column).flatMap(Column::defaultValue);
    }

    private static String nulled(String column) {
        String name = SqlNames.quoted(column);
        return "(b." + name + " IS NOT NULL AND a." + name + " IS NULL)";
    }

    private static String defaulted(String column, String value) {
        String name = SqlNames.quoted(column);
        return "(b." + name + " IS NOT NULL AND a." + name + " IS NOT b." + name + " AND a." + name + " IS (" + value
                + "))";
    }
}
