package dev.referent.hibernate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.AuxiliaryDatabaseObject;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;

/**
 * The statements before and after those that drop the tables: a savepoint, which begins a transaction if none is open, with
 * all foreign keys deferred to its end (sqlite.org/pragma.html#pragma_defer_foreign_keys).
 *
 * <p>A DROP TABLE fails if it deletes child rows by an action and a parent table of these no longer exists. Hibernate drops tables in
 * the order of their names, so those with such a key, and their own child tables, are dropped before.
 *
 * @param last whether they come after the tables are dropped
 * @param drops the statements that drop tables before Hibernate does
 */
record DeferredDrop(boolean last, Drops drops) implements AuxiliaryDatabaseObject {
    private static final List<String> BEGIN = List.of("savepoint referent_drop", "pragma defer_foreign_keys = on");

    private static final String[] END = {"release referent_drop"};

    /** Returns the statements that drop some of the tables. */
    @FunctionalInterface
    interface Drops {
        /** Returns them in the order in which they are to be executed. */
        Stream<String> in(SqlStringGenerationContext context);
    }

    /**
     * Runs the generation of the statements that drop the mapping's tables.
     *
     * @param dropped which tables Hibernate drops
     */
    static void during(Metadata metadata, Predicate<Table> dropped, Runnable drops) {
        Database database = metadata.getDatabase();
        List<Table> before = changedByActions(metadata);
        before.removeIf(table -> !dropped.test(table));
        DeferredDrop first = new DeferredDrop(false, context -> before.stream()
                .flatMap(table -> Stream.of(
                        database.getDialect().getTableExporter().getSqlDropStrings(table, metadata, context))));
        DeferredDrop last = new DeferredDrop(true, context -> Stream.of());
        database.addAuxiliaryDatabaseObject(first);
        database.addAuxiliaryDatabaseObject(last);
        try {
            drops.run();
        } finally {
            Collection<AuxiliaryDatabaseObject> objects = database.getAuxiliaryDatabaseObjects();
            objects.remove(first);
            objects.remove(last);
        }
    }

    /** Returns the tables whose rows a delete of parent rows may delete or change, and their child tables, each before its parent tables. */
    private static List<Table> changedByActions(Metadata metadata) {
        List<ForeignKey> keys = MappedKeys.physical(metadata)
                .filter(ForeignKey::isCreationEnabled)
                .toList();
        Map<Table, Set<Table>> children = keys.stream()
                .collect(Collectors.groupingBy(
                        ForeignKey::getReferencedTable, Collectors.mapping(ForeignKey::getTable, Collectors.toSet())));
        Set<Table> ordered = new LinkedHashSet<>();
        Set<Table> seen = new HashSet<>();
        keys.stream().filter(DeferredDrop::mayAct).forEach(key -> add(key.getTable(), children, seen, ordered));
        return new ArrayList<>(ordered);
    }

    private static void add(Table table, Map<Table, Set<Table>> children, Set<Table> seen, Set<Table> ordered) {
        if (seen.add(table)) {
            children.getOrDefault(table, Set.of()).forEach(child -> add(child, children, seen, ordered));
            ordered.add(table);
        }
    }

    /** Returns whether a key may have an action on delete; the application may have written one itself. */
    private static boolean mayAct(ForeignKey key) {
        OnDeleteAction action = key.getOnDeleteAction();
        return (action != null && action != OnDeleteAction.NO_ACTION)
                || key.getKeyDefinition() != null
                || !HibernateLine.options(key).isEmpty();
    }

    @Override
    public String getExportIdentifier() {
        return "referent_drop_" + last;
    }

    @Override
    public boolean appliesToDialect(Dialect dialect) {
        return HibernateLine.isSqlite(dialect);
    }

    /** {@inheritDoc} When dropping, Hibernate inverts it. */
    @Override
    public boolean beforeTablesOnCreation() {
        return last;
    }

    @Override
    public String[] sqlCreateStrings(SqlStringGenerationContext context) {
        return new String[0];
    }

    @Override
    public String[] sqlDropStrings(SqlStringGenerationContext context) {
        return last
                ? END.clone()
                : Stream.concat(BEGIN.stream(), drops.in(context)).toArray(String[]::new);
    }
}
