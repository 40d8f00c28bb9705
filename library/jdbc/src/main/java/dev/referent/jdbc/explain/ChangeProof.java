package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.driver.VolatileFunctions;
import dev.referent.jdbc.schema.Column;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SimpleChange;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlValue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Proves the violations of a simple DELETE or UPDATE without side effects: it fires no trigger, and no action of a foreign key
 * that could violate another one. Its WHERE clause selects the rows that it changes.
 */
final class ChangeProof {
    private static final String LIMIT = " LIMIT 100001";

    private final Investigation investigation;
    private final SimpleChange change;
    private final DatabaseSchema schema;
    private final TableFacts table;
    private boolean restricted;

    private ChangeProof(Investigation investigation, SimpleChange change, DatabaseSchema schema, TableFacts table) {
        this.investigation = investigation;
        this.change = change;
        this.schema = schema;
        this.table = table;
    }

    /**
     * Reads the statement; empty if it is of another kind.
     *
     * @param drops whether it stands for a DROP TABLE, which fires no trigger
     */
    static Optional<ChangeProof> of(Investigation investigation, SqlStatement statement, boolean drops)
            throws SQLException {
        Optional<SimpleChange> change = statement.plainChange();
        if (change.isEmpty() || change.get().resolves()) {
            return Optional.empty();
        }
        Optional<DatabaseSchema> schema =
                investigation.schemaOf(change.get().schema(), change.get().table());
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        String name = change.get().table();
        Optional<TableFacts> table = schema.get().table(investigation.connection(), name);
        String event = change.get().deletes() ? "DELETE" : "UPDATE";
        boolean plain = table.isPresent()
                && (change.get().deletes() || !table.get().resolves())
                && (drops || !investigation.hasTrigger(schema.get(), name, event))
                && !VolatileFunctions.includeOneOf(investigation.connection(), statement.called());
        return plain
                ? Optional.of(new ChangeProof(investigation, change.get(), schema.get(), table.get()))
                : Optional.empty();
    }

    /** Returns whether a foreign key with RESTRICT was among the violations. */
    boolean isRestricted() {
        return restricted;
    }

    /**
     * Returns whether no execution changes what an execution with other values reads, and none can fail for another reason.
     */
    boolean isIndependent() throws SQLException {
        SQLiteConnection connection = investigation.connection();
        boolean within = schema.keysFrom(connection, table.name()).stream().anyMatch(SchemaKey::isWithinOneTable);
        if (within || change.where().names().contains("SELECT")) {
            return false;
        }
        return change.deletes()
                || (changedParents().isEmpty()
                        && change.setsWhatItDoesNotRead()
                        && !schema.mayRefuse(connection, table));
    }

    /** Returns whether it changes no table of certain keys, directly or through the actions of its foreign keys. */
    boolean isApartFrom(Predicate<SchemaKey> keys) throws SQLException {
        SQLiteConnection connection = investigation.connection();
        for (SchemaKey key : changedParents()) {
            if (!forbids(key)) {
                return false;
            }
        }
        return schema.keysFrom(connection, table.name()).stream().noneMatch(keys)
                && schema.keysTo(connection, table.name()).stream().noneMatch(keys);
    }

    /**
     * Adds the violations.
     *
     * @return false if its effects are not known
     */
    boolean addTo(Violations violations, List<@Nullable Object> bound) throws SQLException {
        Optional<Map<String, @Nullable Object>> assigned = assigned(bound);
        if (assigned.isEmpty()) {
            return false;
        }
        for (SchemaKey key : changedParents()) {
            if (!isSettled(key, bound) || !(change.deletes() || isOneRow(bound))) {
                return false;
            }
        }
        for (SchemaKey key : schema.keysFrom(investigation.connection(), table.name())) {
            if (isAssigned(key.foreignKey().childColumns()) && violations.isChecked(key, false)) {
                addMissingParents(violations, key, assigned.get(), bound);
            }
        }
        for (SchemaKey key : changedParents()) {
            if (forbids(key) && violations.isChecked(key, true)) {
                addStillReferenced(violations, key, assigned.get(), bound);
            }
        }
        return true;
    }

    /** Returns the value that an UPDATE stores in each assigned column; empty if it is unknown for a column of a key. */
    private Optional<Map<String, @Nullable Object>> assigned(List<@Nullable Object> bound) throws SQLException {
        Map<String, @Nullable Object> assigned = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, SqlValue> entry : change.assigned().entrySet()) {
            Optional<Column> column = table.column(entry.getKey());
            if (column.isEmpty() || table.isRowId(column.get())) {
                // a rowid, by one of its names
                return Optional.empty();
            }
            Optional<SqlValue.Known> value = entry.getValue().value(bound);
            if (value.isEmpty()) {
                if (isOfAKey(entry.getKey())) {
                    return Optional.empty();
                }
                continue;
            }
            Object given = value.get().value();
            Optional<Object> stored =
                    given == null ? Optional.empty() : column.get().affinity().stored(given);
            if (given != null && stored.isEmpty() && isOfAKey(entry.getKey())) {
                return Optional.empty();
            }
            assigned.put(entry.getKey(), stored.orElse(null));
        }
        return hasGeneratedKey() && !change.deletes() ? Optional.empty() : Optional.of(assigned);
    }

    private boolean isOfAKey(String column) throws SQLException {
        for (SchemaKey key : schema.keysFrom(investigation.connection(), table.name())) {
            if (contains(key.foreignKey().childColumns(), column)) {
                return true;
            }
        }
        for (SchemaKey key : schema.keysTo(investigation.connection(), table.name())) {
            if (contains(key.foreignKey().parentColumns(), column)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasGeneratedKey() throws SQLException {
        for (Column column : table.columns()) {
            if (column.generated() && isOfAKey(column.name())) {
                return true;
            }
        }
        return false;
    }

    /** Returns the foreign keys whose parent rows it deletes, or to whose parent columns it assigns. */
    private List<SchemaKey> changedParents() throws SQLException {
        return schema.keysTo(investigation.connection(), table.name()).stream()
                .filter(key -> change.deletes() || isAssigned(key.foreignKey().parentColumns()))
                .toList();
    }

    private boolean isAssigned(List<String> columns) {
        return columns.stream().anyMatch(change.assigned()::containsKey);
    }

    private boolean forbids(SchemaKey key) {
        ReferentialAction action = key.action(change.deletes());
        return action == ReferentialAction.NO_ACTION || action == ReferentialAction.RESTRICT;
    }

    /** Returns whether reading is enough for the key: it forbids the change, or its action violates nothing. */
    private boolean isSettled(SchemaKey key, List<@Nullable Object> bound) throws SQLException {
        if (forbids(key)) {
            boolean restricts = key.action(change.deletes()) == ReferentialAction.RESTRICT;
            return !key.isWithinOneTable()
                    || (change.deletes() && !restricts && table.rowId().isPresent());
        }
        return isHarmless(key) || !investigation.orphans().isReferenced(key, rows(bound));
    }

    /** If an UPDATE gives several rows the same key, the second one may violate UNIQUE. */
    private boolean isOneRow(List<@Nullable Object> bound) throws SQLException {
        return Query.rows(investigation.connection(), "SELECT 1" + rows(bound) + " LIMIT 2")
                        .size()
                == 1;
    }

    /** Returns whether the action changes only a table that has no part in another relevant key. */
    private boolean isHarmless(SchemaKey key) throws SQLException {
        String child = key.foreignKey().childTable();
        ReferentialAction action = key.action(change.deletes());
        boolean deletes = change.deletes() && action == ReferentialAction.CASCADE;
        boolean changes = deletes || (action == ReferentialAction.SET_NULL && takesNull(key));
        boolean shared =
                changedParents().stream().anyMatch(other -> other != key && other.isChild(key.schema(), child));
        return changes
                && key.comparesEqually() // or else it may leave child rows that have the parent row
                && !key.isWithinOneTable()
                && !shared
                && !investigation.hasTrigger(schema, child, deletes ? "DELETE" : "UPDATE")
                && schema.keysTo(investigation.connection(), child).isEmpty()
                && !key.child().resolves();
    }

    private static boolean takesNull(SchemaKey key) {
        return key.foreignKey().childColumns().stream()
                .noneMatch(column -> key.child().column(column).orElseThrow().notNull());
    }

    private String rows(List<@Nullable Object> bound) {
        return change.fromWhere(schema.name(), bound);
    }

    /** The new keys that have no parent row, of the rows that do not have them already. */
    private void addMissingParents(
            Violations violations, SchemaKey key, Map<String, @Nullable Object> assigned, List<@Nullable Object> bound)
            throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        int columns = foreignKey.childColumns().size();
        String news = foreignKey.childColumns().stream()
                .map(column -> assigned.containsKey(column)
                        ? SqlLiteral.of(assigned.get(column))
                        : "+" + SqlNames.quoted(column))
                .collect(Collectors.joining(", "));
        Identity identity = Identity.of(key);
        String query = "WITH referent_rows (" + names("o", columns) + ", " + names("n", columns)
                + identity.separated(identity.names()) + ") AS (SELECT "
                + SqlNames.quoted("", foreignKey.childColumns(), ", ") + ", " + news
                + identity.separated(identity.columns()) + rows(bound) + ") SELECT " + names("n", columns)
                + ", count(*)" + identity.separated(identity.first()) + " FROM referent_rows t WHERE "
                + each(columns, "n%1$d IS NOT NULL", " AND ") + " AND NOT ("
                + each(columns, "o%1$d IS n%1$d COLLATE BINARY AND typeof(o%1$d) = typeof(n%1$d)", " AND ")
                + ") AND NOT EXISTS (SELECT 1 FROM " + table(foreignKey.parentTable()) + " p WHERE "
                + matches(foreignKey.parentColumns(), "p.%s = +t.n%d") + ") GROUP BY "
                + each(columns, "n%1$d COLLATE BINARY, typeof(n%1$d)", ", ") + LIMIT;
        Query.each(investigation.connection(), query, found -> {
            violations.addMissingParent(
                    key,
                    KeyValues.of(found.subList(0, columns)),
                    new Tally(
                            (Long) Objects.requireNonNull(found.get(columns)),
                            identity.row(found.subList(columns + 1, found.size()))));
            return true;
        });
    }

    /** What identifies a child row: its rowid, or else the columns of its primary key. */
    private record Identity(boolean isRowId, List<String> columns) {
        static Identity of(SchemaKey key) {
            return key.childRowId()
                    .map(name -> new Identity(true, List.of(name)))
                    .orElseGet(() -> new Identity(
                            false,
                            key.childPrimaryKey().stream().map(SqlNames::quoted).toList()));
        }

        List<String> names() {
            return IntStream.range(0, columns.size()).mapToObj(i -> "r" + i).toList();
        }

        /** Only a single row is named; a group of several rows has no distinguished one. */
        List<String> first() {
            return isRowId ? List.of("min(r0)") : names();
        }

        String separated(List<String> parts) {
            return parts.stream().map(part -> ", " + part).collect(Collectors.joining());
        }

        Map<String, Object> row(List<?> values) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                String name = columns.get(i);
                row.put(
                        isRowId ? "rowid" : name.substring(1, name.length() - 1).replace("\"\"", "\""),
                        Objects.requireNonNull(values.get(i)));
            }
            return row;
        }
    }

    /** The keys that go, of the parent rows that child rows reference. */
    private void addStillReferenced(
            Violations violations, SchemaKey key, Map<String, @Nullable Object> assigned, List<@Nullable Object> bound)
            throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        List<String> parents = foreignKey.parentColumns();
        int columns = parents.size();
        String sign = key.comparesEqually() ? "" : "+";
        List<String> conditions = new ArrayList<>();
        conditions.add(IntStream.range(0, columns)
                .mapToObj(i -> "p." + SqlNames.quoted(parents.get(i)) + " = " + sign + "c."
                        + SqlNames.quoted(foreignKey.childColumns().get(i)))
                .collect(Collectors.joining(" AND ")));
        if (!change.deletes()) {
            conditions.add("NOT ("
                    + IntStream.range(0, columns)
                            .filter(i -> assigned.containsKey(parents.get(i)))
                            .mapToObj(i -> "p." + SqlNames.quoted(parents.get(i)) + " IS "
                                    + SqlLiteral.of(assigned.get(parents.get(i))))
                            .collect(Collectors.joining(" AND "))
                    + ")");
        }
        if (key.isWithinOneTable()) {
            String rowId = table.rowId().orElseThrow();
            conditions.add("c." + rowId + " NOT IN (SELECT " + rowId + rows(bound) + ")");
        }
        String query = "SELECT " + SqlNames.quoted("p.", parents, ", ") + ", count(*) FROM (SELECT "
                + SqlNames.quoted("", parents, ", ") + rows(bound) + ") p JOIN "
                + table(foreignKey.childTable()) + " c ON " + String.join(" AND ", conditions) + " GROUP BY "
                + parents.stream()
                        .map(column -> "p." + SqlNames.quoted(column))
                        .map(column -> column + " COLLATE BINARY, typeof(" + column + ")")
                        .collect(Collectors.joining(", "))
                + LIMIT;
        Query.each(investigation.connection(), query, found -> {
            restricted |= key.action(change.deletes()) == ReferentialAction.RESTRICT;
            violations.addStillReferenced(
                    key, KeyValues.of(found.subList(0, columns)), (Long) Objects.requireNonNull(found.get(columns)));
            return true;
        });
    }

    private static String names(String prefix, int count) {
        return each(count, prefix + "%1$d", ", ");
    }

    private static String each(int count, String pattern, String separator) {
        return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(separator));
    }

    private static String matches(List<String> columns, String pattern) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> pattern.formatted(SqlNames.quoted(columns.get(i)), i))
                .collect(Collectors.joining(" AND "));
    }

    private String table(String name) {
        return SqlNames.quoted(schema.name()) + "." + SqlNames.quoted(name);
    }

    private static boolean contains(List<String> columns, String column) {
        return columns.stream().anyMatch(column::equalsIgnoreCase);
    }
}
