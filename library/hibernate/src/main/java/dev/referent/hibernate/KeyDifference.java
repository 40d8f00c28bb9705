package dev.referent.hibernate;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ReferentialAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.SimpleValue;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

/**
 * A difference between a foreign key of the mapping and the database: one is missing, or they differ.
 *
 * @param message the difference
 * @param howToAdd how to add the key, if the database lacks it
 */
record KeyDifference(String message, Optional<String> howToAdd) {

    /**
     * Compares the keys of the tables that the database has. A key of the database for which the mapping has {@code
     * NO_CONSTRAINT} is not a difference.
     *
     * @param included which tables of the mapping are compared
     */
    static List<KeyDifference> between(MappedKeys mapped, DeclaredTables found, Predicate<Table> included) {
        List<KeyDifference> differences = new ArrayList<>();
        mapped.byChild().forEach((table, keys) -> {
            if (included.test(table) && found.hasTable(table.getName())) {
                differences.addAll(between(table, keys, found, mapped.dialect()));
            }
        });
        return differences;
    }

    private static List<KeyDifference> between(
            Table table, List<MappedKey> keys, DeclaredTables found, Dialect dialect) {
        Map<KeyShape, ForeignKey> others = new LinkedHashMap<>();
        found.keys().stream()
                .filter(key -> key.childTable().equalsIgnoreCase(table.getName()))
                .forEach(key -> others.put(KeyShape.of(key), key));
        List<KeyDifference> differences = new ArrayList<>();
        for (MappedKey key : keys) {
            if (key.isDeclared()) {
                missing(key, others.get(KeyShape.of(key)), dialect).ifPresent(differences::add);
            }
        }
        keys.forEach(key -> others.remove(KeyShape.of(key)));
        others.forEach((shape, key) -> {
            if (!isLeftToTheDatabase(table, key)) {
                differences.add(new KeyDifference(
                        "the database has a foreign key that the mapping does not have: " + shape, Optional.empty()));
            }
        });
        return differences;
    }

    private static boolean isLeftToTheDatabase(Table table, ForeignKey key) {
        return key.childColumns().stream().allMatch(name -> table.getColumns().stream()
                .filter(column -> column.getName().equalsIgnoreCase(name))
                .anyMatch(column -> column.getValue() instanceof SimpleValue value && !value.isForeignKeyEnabled()));
    }

    private static Optional<KeyDifference> missing(MappedKey key, @Nullable ForeignKey same, Dialect dialect) {
        String name = "foreign key " + key.name().getText() + ": " + KeyShape.of(key);
        if (same == null) {
            return Optional.of(lacking("the database lacks the " + name, key, dialect));
        }
        if (!key.isHandwritten() && key.onDelete() != same.onDelete()) {
            return Optional.of(lacking(
                    "the mapping says on delete " + words(key.onDelete()) + ", the database on delete "
                            + words(same.onDelete()) + " for the " + name,
                    key,
                    dialect));
        }
        return Optional.empty();
    }

    private static KeyDifference lacking(String message, MappedKey key, Dialect dialect) {
        String table = key.child().getName();
        return new KeyDifference(
                message,
                Optional.of(
                        message + "; SQLite adds no foreign key to a table that exists. To add it, create a new table"
                                + " like " + table + " with [" + key.clause(dialect)
                                + "], copy the rows, drop the old table and"
                                + " rename the new one, all with enforcement off (the steps are in"
                                + " sqlite.org/lang_altertable.html#otheralter); PRAGMA foreign_key_check(" + table
                                + ") then finds the rows that break it"));
    }

    private static String words(ReferentialAction action) {
        return action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
