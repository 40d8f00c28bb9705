package dev.referent.hibernate;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.env.spi.IdentifierHelper;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;
import org.jboss.logging.Logger;

/**
 * The foreign keys between the tables of a mapping, including those with NO_CONSTRAINT.
 *
 * @param byChild each table with its keys, including tables without any
 * @param dialect how names are quoted
 */
record MappedKeys(Map<Table, List<MappedKey>> byChild, Dialect dialect) {
    private static final Logger LOG = Logger.getLogger(MappedKeys.class);

    static MappedKeys of(Metadata metadata, Dialect dialect) {
        IdentifierHelper names = metadata.getDatabase().getJdbcEnvironment().getIdentifierHelper();
        Map<Table, Set<Table>> parents = new LinkedHashMap<>();
        physical(metadata).filter(ForeignKey::isCreationEnabled).forEach(key -> parents.computeIfAbsent(
                        key.getTable(), child -> new LinkedHashSet<>())
                .add(key.getReferencedTable()));
        Map<Table, List<MappedKey>> byChild = new LinkedHashMap<>();
        metadata.collectTableMappings().forEach(table -> byChild.put(table, new ArrayList<>()));
        physical(metadata)
                .map(key -> new MappedKey(key, name(key, names, dialect), isCyclic(key, parents), Optional.empty()))
                .forEach(key -> byChild.computeIfAbsent(key.child(), child -> new ArrayList<>())
                        .add(key));
        return new MappedKeys(byChild, dialect).tried(List.of());
    }

    /**
     * Returns the same keys, with an objection for each that SQLite does not accept: it only parses its own syntax, and cannot
     * reference a view, or columns without a primary key or unique index.
     *
     * @param definitions the statements that created the existing tables; the mapping's other tables do not exist yet
     */
    MappedKeys tried(Collection<String> definitions) {
        List<String> tables = new ArrayList<>(definitions);
        byChild.keySet().forEach(table -> tables.add(definition(table)));
        try (TrialDatabase trial = TrialDatabase.with(tables)) {
            Map<Table, List<MappedKey>> tried = new LinkedHashMap<>();
            byChild.forEach((table, keys) -> tried.put(
                    table,
                    keys.stream()
                            .map(key -> key.isDeclared() ? key.tried(trial.objection(body(table, key))) : key)
                            .toList()));
            return new MappedKeys(tried, dialect);
        } catch (SQLException e) {
            LOG.debug("foreign keys are not tested, because there is no driver for an in-memory database", e);
            return this;
        }
    }

    private List<String> body(Table table, MappedKey key) {
        return Stream.of(names(table.getColumns().stream()), Stream.of(key.clause(dialect)))
                .flatMap(parts -> parts)
                .toList();
    }

    /** Returns a statement that creates the table with its columns and unique keys, or the view instead of it. */
    private String definition(Table table) {
        String name = table.getQuotedName(dialect);
        if (HibernateLine.isView(table)) {
            String columns = names(table.getColumns().stream()).collect(Collectors.joining(", "));
            String values = table.getColumns().stream().map(column -> "null").collect(Collectors.joining(", "));
            return "create view " + name + " (" + columns + ") as select " + values;
        }
        List<String> parts = new ArrayList<>(names(table.getColumns().stream()).toList());
        if (table.hasPrimaryKey()) {
            parts.add("primary key (" + MappedKey.names(table.getPrimaryKey().getColumns(), dialect) + ")");
        }
        table.getColumns().stream()
                .filter(Column::isUnique)
                .forEach(column -> parts.add("unique (" + column.getQuotedName(dialect) + ")"));
        parts.addAll(uniqueness(table));
        return "create table " + name + " (" + String.join(", ", parts) + ")";
    }

    private Stream<String> names(Stream<Column> columns) {
        return columns.map(column -> column.getQuotedName(dialect));
    }

    /** Returns the foreign keys between tables of the database. */
    static Stream<ForeignKey> physical(Metadata metadata) {
        return metadata.collectTableMappings().stream()
                .flatMap(table -> HibernateLine.foreignKeys(table).stream())
                .filter(ForeignKey::isPhysicalConstraint);
    }

    /**
     * Hibernate quotes keywords only on request; an unquoted one would make the whole table fail, not only the key. A key that
     * is not created may have no name.
     */
    private static Identifier name(ForeignKey key, IdentifierHelper names, Dialect dialect) {
        String name = Objects.requireNonNullElse(key.getName(), "nameless");
        return names.toIdentifier(name, dialect.getKeywords().contains(name.toLowerCase(Locale.ROOT)));
    }

    private static boolean isCyclic(ForeignKey key, Map<Table, Set<Table>> parents) {
        return !key.getReferencedTable().equals(key.getTable())
                && leads(parents, key.getReferencedTable(), key.getTable());
    }

    private static boolean leads(Map<Table, Set<Table>> parents, Table from, Table to) {
        Set<Table> seen = new HashSet<>(Set.of(from));
        Deque<Table> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Table next = open.remove();
            if (next.equals(to)) {
                return true;
            }
            for (Table parent : parents.getOrDefault(next, Set.of())) {
                if (seen.add(parent)) {
                    open.add(parent);
                }
            }
        }
        return false;
    }

    /**
     * Returns the foreign keys to add to CREATE TABLE, and the unique constraints that other tables' keys need; possibly
     * empty.
     */
    String declarations(Table table) {
        Set<String> declarations = uniqueness(table);
        for (MappedKey key : byChild.getOrDefault(table, List.of())) {
            if (key.isDeclared()) {
                declarations.add(key.clause(dialect));
            }
        }
        return String.join(", ", declarations);
    }

    private Set<String> uniqueness(Table table) {
        Set<String> declarations = new LinkedHashSet<>();
        for (List<MappedKey> keys : byChild.values()) {
            for (MappedKey key : keys) {
                if (key.isDeclared() && key.parent().equals(table) && !isUnique(table, key.parentColumns())) {
                    declarations.add("unique (" + MappedKey.names(key.parentColumns(), dialect) + ")");
                }
            }
        }
        return declarations;
    }

    /** Hibernate's dialect declares the primary key and single unique columns; it leaves out unique constraints. */
    private static boolean isUnique(Table table, List<Column> columns) {
        return (table.hasPrimaryKey()
                        && Set.copyOf(table.getPrimaryKey().getColumns()).equals(Set.copyOf(columns)))
                || (columns.size() == 1 && columns.get(0).isUnique());
    }
}
