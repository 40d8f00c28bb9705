package dev.referent.jdbc.schema;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables, foreign keys and triggers that one database declares, at one version of its schema. Each part is read when it is
 * first needed, once for all connections; thread-safe.
 */
public final class DatabaseSchema {
    private static final int VERIFIED = 20;

    private final String name;
    private final Map<String, List<SchemaEntry>> entries = new ConcurrentHashMap<>();
    private final Map<String, Optional<TableFacts>> tables = new ConcurrentHashMap<>();
    private final Map<String, List<SchemaKey>> keysFrom = new ConcurrentHashMap<>();
    private final Map<String, Declared> declared = new ConcurrentHashMap<>();
    private volatile @Nullable WholeSchema whole;

    /** A condition, and of how many tables the keys were known then. */
    private record Declared(int keys, String condition) {}

    /** Creates a schema of which nothing is read yet: of main, temp, or an attached database. */
    public DatabaseSchema(String name) {
        this.name = name;
    }

    /** Returns the name of the database: main, temp, or that of an attached one. */
    public String name() {
        return name;
    }

    /** Returns a table; empty if there is none of that name, or it is a view or a virtual table. */
    public Optional<TableFacts> table(Connection connection, String table) throws SQLException {
        String key = SqlNames.folded(table);
        Optional<TableFacts> known = tables.get(key);
        if (known == null) {
            Optional<SchemaEntry> entry = tableEntry(connection, table);
            known = entry.isEmpty()
                    ? Optional.empty()
                    : Optional.of(TableFacts.of(
                            connection, name, entry.get().name(), entry.get().sql()));
            tables.put(key, known);
        }
        return known;
    }

    /** Returns whether the database has a table or a view of that name. */
    public boolean has(Connection connection, String table) throws SQLException {
        return entries(connection, table).stream().anyMatch(entry -> SqlNames.same(entry.name(), table));
    }

    /** Returns whether a trigger may act on an event of a table: INSERT, UPDATE or DELETE. */
    public boolean hasTrigger(Connection connection, String table, String event) throws SQLException {
        return entries(connection, table).stream().anyMatch(entry -> entry.isTriggerFor(event));
    }

    /** Returns whether the table's constraints, types or unique indexes may reject a row. */
    public boolean mayReject(Connection connection, TableFacts table) throws SQLException {
        boolean keyed = !table.primaryKey().isEmpty()
                && table.primaryKey().stream()
                        .noneMatch(column -> table.isRowId(table.column(column).orElseThrow()));
        return keyed
                || table.checks()
                || entries(connection, table.name()).stream().anyMatch(SchemaEntry::isUniqueIndex);
    }

    /**
     * Returns the foreign keys that a table declares, in their order. A key whose parent table is missing, or whose columns do
     * not pair up with its parent's, is left out: SQLite fails every write that it would check.
     */
    public List<SchemaKey> keysFrom(Connection connection, String table) throws SQLException {
        String key = SqlNames.folded(table);
        List<SchemaKey> known = keysFrom.get(key);
        if (known == null) {
            known = readKeys(connection, table);
            keysFrom.put(key, known);
        }
        return known;
    }

    /** Returns the foreign keys that reference a table, in the order of tables and declarations. */
    public List<SchemaKey> keysTo(Connection connection, String table) throws SQLException {
        WholeSchema known = whole;
        List<SchemaKey> keys = new ArrayList<>();
        if (known == null) {
            for (String child : SchemaEntry.tablesThatMayReference(connection, name, table)) {
                keys.addAll(keysFrom(connection, child));
            }
        } else {
            keys.addAll(known.keys());
        }
        return keys.stream().filter(key -> key.isParent(name, table)).toList();
    }

    /** Returns the complete schema. */
    public WholeSchema whole(Connection connection) throws SQLException {
        WholeSchema known = whole;
        if (known == null) {
            List<SchemaEntry> all = SchemaEntry.of(connection, name, "");
            entries.putAll(all.stream().collect(Collectors.groupingBy(entry -> SqlNames.folded(entry.table()))));
            List<SchemaEntry> children = all.stream()
                    .filter(SchemaEntry::mayHaveKeys)
                    .sorted(Comparator.comparing(SchemaEntry::name))
                    .toList();
            List<SchemaKey> keys = new ArrayList<>();
            for (SchemaEntry child : children) {
                keys.addAll(keysFrom(connection, child.name()));
            }
            known = new WholeSchema(all, keys);
            whole = known;
        }
        return known;
    }

    /** Returns every foreign key as it is declared, whether its parent table exists or not. */
    public List<DeclaredKey> declaredKeys(Connection connection) throws SQLException {
        List<DeclaredKey> keys = new ArrayList<>();
        for (String child : whole(connection).children()) {
            keys.addAll(declaredKeysFrom(connection, child));
        }
        return keys;
    }

    /** Returns every foreign key of a table as it is declared, in their order. */
    public List<DeclaredKey> declaredKeysFrom(Connection connection, String table) throws SQLException {
        Optional<SchemaEntry> entry = tableEntry(connection, table).filter(SchemaEntry::mayHaveKeys);
        return entry.isEmpty() ? List.of() : DeclaredKey.of(connection, name, entry.get());
    }

    /** Returns every foreign key that names a table as its parent, in the order of tables and declarations. */
    public List<DeclaredKey> declaredKeysTo(Connection connection, String table) throws SQLException {
        List<DeclaredKey> keys = new ArrayList<>();
        for (String child : SchemaEntry.tablesThatMayReference(connection, name, table)) {
            keys.addAll(declaredKeysFrom(connection, child));
        }
        keys.removeIf(key -> !SqlNames.same(key.parent(), table));
        return keys;
    }

    /**
     * Returns a SQL expression that is 1 if a table, its parents, its children, theirs and so on, of which at most {@value #VERIFIED}
     * are looked at, are declared as they were read; what was not read does not matter.
     */
    String isDeclared(String table) {
        String key = SqlNames.folded(table);
        Declared known = declared.get(key);
        if (known == null || known.keys() != keysFrom.size()) {
            Stream<String> conditions = related(key).stream()
                    .flatMap(one -> entries.getOrDefault(one, List.of()).stream())
                    .filter(SchemaEntry::isTable)
                    .map(entry -> entry.isAsRead(name));
            known = new Declared(
                    keysFrom.size(), Stream.concat(Stream.of("1"), conditions).collect(Collectors.joining(" AND ")));
            declared.put(key, known);
        }
        return known.condition();
    }

    private Collection<String> related(String table) {
        Set<String> related = new LinkedHashSet<>(List.of(table));
        keysFrom.getOrDefault(table, List.of())
                .forEach(key -> related.add(SqlNames.folded(key.parent().name())));
        Deque<String> parents = new ArrayDeque<>(List.of(table));
        while (!parents.isEmpty() && related.size() < VERIFIED) {
            String parent = parents.remove();
            keysFrom.values().stream()
                    .flatMap(List::stream)
                    .filter(key -> SqlNames.folded(key.parent().name()).equals(parent))
                    .map(key -> SqlNames.folded(key.child().name()))
                    .filter(related::add)
                    .forEach(parents::add);
        }
        return related;
    }

    /** Returns whether all entries are as they were read, or have not been read as a whole. */
    boolean isWholeAsRead(Connection connection) throws SQLException {
        WholeSchema known = whole;
        return known == null || known.isAsRead(connection, name);
    }

    private Optional<SchemaEntry> tableEntry(Connection connection, String table) throws SQLException {
        return entries(connection, table).stream().filter(SchemaEntry::isTable).findFirst();
    }

    private List<SchemaEntry> entries(Connection connection, String table) throws SQLException {
        String key = SqlNames.folded(table);
        List<SchemaEntry> known = entries.get(key);
        if (known == null) {
            known = whole != null
                    ? List.of()
                    : SchemaEntry.of(connection, name, " WHERE tbl_name = " + SqlLiteral.of(table) + " COLLATE NOCASE");
            entries.put(key, known);
        }
        return known;
    }

    private List<SchemaKey> readKeys(Connection connection, String table) throws SQLException {
        Optional<SchemaEntry> entry = tableEntry(connection, table).filter(SchemaEntry::mayHaveKeys);
        if (entry.isEmpty()) {
            return List.of();
        }
        TableFacts child = table(connection, table).orElseThrow();
        List<SchemaKey> keys = new ArrayList<>();
        // a key that is declared twice is one key, in whatever letter case it names its parent
        Set<List<Object>> seen = new HashSet<>();
        for (DeclaredKey declared : DeclaredKey.of(connection, name, entry.get())) {
            Optional<TableFacts> parent = table(connection, declared.parent());
            Optional<ForeignKey> foreignKey = parent.flatMap(facts -> declared.foreignKey(child, facts));
            if (foreignKey.isPresent() && seen.add(identity(foreignKey.get()))) {
                List<String> collations = declared.parentColumns().isEmpty()
                        ? parent.orElseThrow().keyCollations()
                        : List.of();
                keys.add(new SchemaKey(name, foreignKey.get(), child, parent.orElseThrow(), collations));
            }
        }
        return List.copyOf(keys);
    }

    /** Returns the key's parts: a JVM links the hash code of a record at its first use, for which the first failure would wait. */
    private static List<Object> identity(ForeignKey key) {
        return List.of(
                key.name(),
                key.childTable(),
                key.childColumns(),
                SqlNames.folded(key.parentTable()),
                key.parentColumns(),
                key.onDelete(),
                key.onUpdate(),
                key.deferred());
    }
}
