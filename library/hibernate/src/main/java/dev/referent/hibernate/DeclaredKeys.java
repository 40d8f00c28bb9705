package dev.referent.hibernate;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes Hibernate declare the foreign keys where SQLite accepts them: in CREATE TABLE and in ADD COLUMN. Keys that SQLite does
 * not accept are left out, with a warning.
 */
final class DeclaredKeys {
    private static final Logger LOG = Logger.getLogger(DeclaredKeys.class);
    private static final DeclaredTables EMPTY = new DeclaredTables(Map.of(), List.of(), List.of());

    private final MappedKeys keys;
    private final DeclaredTables found;

    /** The actions that remove the declarations again, the last one first. */
    private final Deque<Runnable> undo;

    /** Tables of a hierarchy may share a column; its key is declared once. */
    private final Set<Column> declaredInColumn = Collections.newSetFromMap(new IdentityHashMap<>());

    private DeclaredKeys(MappedKeys keys, DeclaredTables found, Deque<Runnable> undo) {
        this.keys = keys;
        this.found = found;
        this.undo = undo;
    }

    /** Runs the generation of all tables of the mapping, and restores the mapping afterwards. */
    static void during(Metadata metadata, Runnable generation) {
        during(metadata, EMPTY, generation);
    }

    /** Runs the generation of missing tables and columns, and restores the mapping afterwards. */
    static void during(Metadata metadata, DeclaredTables found, Runnable generation) {
        Deque<Runnable> undo = new ArrayDeque<>();
        try {
            BestEffort.run("generated tables get no foreign keys", () -> {
                MappedKeys mapped =
                        MappedKeys.of(metadata, metadata.getDatabase().getDialect());
                DeclaredKeys declared = new DeclaredKeys(mapped.tried(found.definitions()), found, undo);
                metadata.collectTableMappings().forEach(declared::declare);
            });
            generation.run();
        } finally {
            undo.forEach(Runnable::run);
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
            undo.push(HibernateLine.declare(table, declared));
        }
    }

    /** Whether the key's table, or one of its columns, does not exist yet. */
    private boolean isNew(Table table, MappedKey key) {
        return key.childColumns().stream().anyMatch(column -> !found.hasColumn(table.getName(), column.getName()));
    }

    private void declareInColumn(MappedKey key) {
        @Nullable Column column = key.child().getColumn(key.childColumns().get(0));
        if (column != null) {
            key.columnClause(keys.dialect())
                    .filter(clause -> declaredInColumn.add(column))
                    .ifPresent(clause -> undo.push(HibernateLine.declare(column, clause)));
        }
    }

    private static void warn(MappedKey key) {
        key.objection()
                .ifPresent(objection -> LOG.warnf(
                        "the foreign key %s, %s, is left out because SQLite does not accept it: %s; correct its definition or its parent, or"
                                + " omit it with ConstraintMode.NO_CONSTRAINT",
                        key.name().getText(), KeyShape.of(key), objection));
    }
}
