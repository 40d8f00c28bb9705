package dev.referent.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has Hibernate write the foreign keys where SQLite takes them: into CREATE TABLE, and into ADD COLUMN. Keys that SQLite does not
 * take are left out, with a warning.
 */
final class DeclaredKeys {
    private static final Logger LOG = Logger.getLogger(DeclaredKeys.class);
    private static final DatabaseSchema EMPTY = new DatabaseSchema(Map.of(), List.of(), List.of());

    private final MappedKeys keys;
    private final DatabaseSchema found;
    private final List<Runnable> undo = new ArrayList<>();

    private DeclaredKeys(MappedKeys keys, DatabaseSchema found) {
        this.keys = keys;
        this.found = found;
    }

    /** Runs what generates all of the mapping's tables; afterwards the mapping is as it was. */
    static void during(Metadata metadata, Runnable generation) {
        during(metadata, EMPTY, generation);
    }

    /** Runs what adds the mapping's tables and columns to what a database has; afterwards the mapping is as it was. */
    static void during(Metadata metadata, DatabaseSchema found, Runnable generation) {
        MappedKeys mapped = MappedKeys.of(metadata, metadata.getDatabase().getDialect());
        DeclaredKeys declared = new DeclaredKeys(mapped.tried(found.definitions()), found);
        try {
            metadata.collectTableMappings().forEach(declared::declare);
            generation.run();
        } finally {
            declared.undo.forEach(Runnable::run);
        }
    }

    private void declare(Table table) {
        List<MappedKey> ofTable = keys.byChild().getOrDefault(table, List.of());
        ofTable.stream().filter(key -> isNew(table, key)).forEach(DeclaredKeys::warn);
        if (found.hasTable(table.getName())) {
            ofTable.stream()
                    .filter(MappedKey::isDeclared)
                    .filter(key -> isNew(table, key))
                    .forEach(this::declareInColumn);
            return;
        }
        String declared = keys.declarations(table);
        if (!declared.isEmpty()) {
            @Nullable String own = table.getExtraDeclarations();
            undo.add(() -> table.setExtraDeclarations(own));
            table.setExtraDeclarations(joined(own, ", ", declared));
        }
    }

    /** Whether the key's table, or one of its columns, is yet to be made. */
    private boolean isNew(Table table, MappedKey key) {
        return key.childColumns().stream().anyMatch(column -> !found.hasColumn(table.getName(), column.getName()));
    }

    private void declareInColumn(MappedKey key) {
        @Nullable Column column = key.child().getColumn(key.childColumns().get(0));
        if (column != null) {
            key.columnClause(keys.dialect()).ifPresent(clause -> {
                @Nullable String own = column.getOptions();
                undo.add(() -> column.setOptions(own));
                column.setOptions(joined(own, " ", clause));
            });
        }
    }

    private static String joined(@Nullable String own, String separator, String added) {
        return own == null || own.isEmpty() ? added : own + separator + added;
    }

    private static void warn(MappedKey key) {
        key.objection()
                .ifPresent(objection -> LOG.warnf(
                        "the foreign key %s, %s, is left out, as SQLite does not take it: %s; correct its definition or its parent, or"
                                + " ask for none by ConstraintMode.NO_CONSTRAINT",
                        key.name().getText(), KeyShape.of(key), objection));
    }
}
