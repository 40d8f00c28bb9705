package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.driver.Deadline.DeadlineException;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.schema.Column;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SimpleChange;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlValue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Proves the violations of a simple DELETE or UPDATE without side effects: it fires no trigger, and no action of a foreign key
 * that could violate another one. Its WHERE clause selects the rows that it changes.
 */
final class ChangeProof {
    private final Investigation investigation;
    private final SimpleChange change;
    private final DatabaseSchema schema;
    private final TableFacts table;
    private final List<SchemaKey> keysFrom;
    private final List<SchemaKey> keysTo;
    private boolean restricted;
    private boolean incomplete;

    private ChangeProof(Investigation investigation, SimpleChange change, DatabaseSchema schema, TableFacts table)
            throws SQLException {
        this.investigation = investigation;
        this.change = change;
        this.schema = schema;
        this.table = table;
        this.keysFrom = schema.keysFrom(investigation.connection(), table.name());
        this.keysTo = schema.keysTo(investigation.connection(), table.name());
    }

    /** Reads the statement; empty if it is of another kind. */
    static Optional<ChangeProof> of(Investigation investigation, SqlStatement statement) throws SQLException {
        return of(investigation, statement, false);
    }

    /** Reads the DELETE that stands for a DROP TABLE, which fires no trigger; empty if it is of another kind. */
    static Optional<ChangeProof> ofDrop(Investigation investigation, SqlStatement delete) throws SQLException {
        return of(investigation, delete, true);
    }

    private static Optional<ChangeProof> of(Investigation investigation, SqlStatement statement, boolean drops)
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
                && (drops
                        ? leavesOutNoKey(investigation.connection(), statement, schema.get(), name)
                        : !investigation.hasTrigger(schema.get(), name, event))
                && investigation.repeatability().isCertain(statement);
        return plain
                ? Optional.of(new ChangeProof(investigation, change.get(), schema.get(), table.get()))
                : Optional.empty();
    }

    /** Returns whether all keys to a table match it: a DROP TABLE leaves out those that do not, and the DELETE does not compile then. */
    private static boolean leavesOutNoKey(
            SQLiteConnection connection, SqlStatement delete, DatabaseSchema schema, String table) throws SQLException {
        return Query.compiles(connection, delete.sql())
                || schema.keysTo(connection, table).stream().allMatch(key -> key.isCheckedBy(connection, key.schema()));
    }

    SimpleChange change() {
        return change;
    }

    DatabaseSchema schema() {
        return schema;
    }

    TableFacts table() {
        return table;
    }

    /** Returns whether a foreign key with RESTRICT was among the violations. */
    boolean isRestricted() {
        return restricted;
    }

    /**
     * Returns whether no execution changes what an execution with other values reads, and none can fail for another reason.
     */
    boolean isIndependent() throws SQLException {
        if (keysFrom.stream().anyMatch(SchemaKey::isWithinOneTable)
                || change.where().readsTables()) {
            return false;
        }
        return change.deletes()
                ? !actionsReach(table.name(), new HashSet<>())
                : changedParents().isEmpty()
                        && table.setsWhatItDoesNotRead(change)
                        && !schema.mayReject(investigation.connection(), table);
    }

    /** Returns whether the actions of a table's keys, and of the keys of the tables that they change, may change the rows of this one. */
    private boolean actionsReach(String parent, Set<String> seen) throws SQLException {
        for (SchemaKey key : schema.keysTo(investigation.connection(), parent)) {
            String child = key.foreignKey().childTable();
            boolean unseen = key.acts() && seen.add(SqlNames.folded(child));
            if (unseen
                    && (SqlNames.same(child, table.name())
                            || investigation.hasTrigger(schema, child, "DELETE")
                            || investigation.hasTrigger(schema, child, "UPDATE")
                            || actionsReach(child, seen))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether SQLite may accept an execution although it violates a key: an existing orphan row that it removes after that,
     * as the second row or by an action, makes up for the violation.
     */
    boolean mayBeAccepted(List<@Nullable Object> bound) throws SQLException {
        for (SchemaKey key : changedParents()) {
            if (key.acts(change.deletes()) && investigation.orphans().mayActOnChildren(key, rows(bound))) {
                return true;
            }
        }
        return !isOneRow(bound);
    }

    /** Returns whether an UPDATE assigns to the key of an existing orphan row, which SQLite counts, also if the key stays the same. */
    boolean writesOrphans(List<@Nullable Object> bound) throws SQLException {
        if (change.deletes()) {
            return false;
        }
        for (SchemaKey key : keysFrom) {
            boolean assigned = table.mayChange(change, key.foreignKey().childColumns());
            if (assigned && !investigation.orphans().among(key, rows(bound)).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a foreign key's action may change child rows with it. */
    boolean changesChildren() {
        return changedParents().stream().anyMatch(key -> key.acts(change.deletes()));
    }

    /** Returns the foreign keys that it may violate: an UPDATE of child rows, a change of parent rows. */
    List<SchemaKey> violable() {
        List<SchemaKey> violable = new ArrayList<>(changedParents());
        keysFrom.stream()
                .filter(key -> table.mayChange(change, key.foreignKey().childColumns()))
                .forEach(violable::add);
        return violable;
    }

    /** Returns the values that an UPDATE stores in columns, or none if one of them is null; empty if they are not known. */
    Optional<Set<KeyValues>> stored(List<String> columns, List<@Nullable Object> bound) {
        Optional<Map<String, @Nullable Object>> assigned = assigned(bound);
        if (assigned.isEmpty()) {
            return Optional.empty();
        }
        List<@Nullable Object> values = new ArrayList<>(assigned.get().size());
        columns.stream()
                .filter(assigned.get()::containsKey)
                .forEach(column -> values.add(assigned.get().get(column)));
        if (values.contains(null)) {
            return Optional.of(Set.of());
        }
        return values.size() == columns.size() ? Optional.of(Set.of(KeyValues.of(values))) : Optional.empty();
    }

    /**
     * Adds the violations; if there is no time for all of them, a few.
     *
     * @return false if its effects are not known
     * @throws DeadlineException if there are only a few
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
        for (SchemaKey key : keysFrom) {
            if (table.mayChange(change, key.foreignKey().childColumns())
                    && violations.isChecked(key, Kind.MISSING_PARENT)) {
                addMissingParents(violations, key, assigned.get(), bound);
            }
        }
        for (SchemaKey key : changedParents()) {
            if (!key.acts(change.deletes()) && violations.isChecked(key, Kind.STILL_REFERENCED)) {
                addStillReferenced(violations, key, assigned.get(), bound);
            }
        }
        if (incomplete) {
            throw new DeadlineException();
        }
        return true;
    }

    /** Returns the value that an UPDATE stores in each assigned column; empty if it is unknown for a column of a key. */
    private Optional<Map<String, @Nullable Object>> assigned(List<@Nullable Object> bound) {
        Map<String, @Nullable Object> assigned = new TreeMap<>(SqlNames.ORDER);
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

    private boolean isOfAKey(String column) {
        return keysFrom.stream().anyMatch(key -> contains(key.foreignKey().childColumns(), column))
                || keysTo.stream().anyMatch(key -> contains(key.foreignKey().parentColumns(), column));
    }

    private boolean hasGeneratedKey() {
        return table.columns().stream().anyMatch(column -> column.generated() && isOfAKey(column.name()));
    }

    /** Returns the foreign keys whose parent rows it deletes, or to whose parent columns it assigns. */
    private List<SchemaKey> changedParents() {
        return keysTo.stream()
                .filter(key -> change.deletes()
                        || table.mayChange(change, key.foreignKey().parentColumns()))
                .toList();
    }

    /** Returns whether reading is enough for the key: it forbids the change, or its action violates nothing. */
    private boolean isSettled(SchemaKey key, List<@Nullable Object> bound) throws SQLException {
        if (!key.acts(change.deletes())) {
            return !key.isWithinOneTable()
                    || (change.deletes()
                            && !key.restrictsDelete()
                            && table.rowId().isPresent());
        }
        return isHarmless(key) || !investigation.orphans().mayActOnChildren(key, rows(bound));
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
                && (deletes || !generatesKey(child)) // from the column that becomes null
                && !investigation.hasTrigger(schema, child, deletes ? "DELETE" : "UPDATE")
                && schema.keysTo(investigation.connection(), child).isEmpty()
                && !key.child().resolves();
    }

    private boolean generatesKey(String child) throws SQLException {
        return schema.keysFrom(investigation.connection(), child).stream().anyMatch(SchemaKey::isGenerated);
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
        ChangeQueries.ChildRow childRow = ChangeQueries.ChildRow.of(key);
        int columns = key.foreignKey().childColumns().size();
        ChangeQueries.Search search = ChangeQueries.missingParents(key, childRow, assigned, rows(bound));
        incomplete |= !search.addTo(violations, investigation, (found, row) -> {
            Tally tally =
                    new Tally(Query.number(row.get(columns)), childRow.named(row.subList(columns + 1, row.size())));
            found.addMissingParent(key, KeyValues.of(row.subList(0, columns)), tally);
        });
    }

    /** The keys that go, of the parent rows that child rows reference. */
    private void addStillReferenced(
            Violations violations, SchemaKey key, Map<String, @Nullable Object> assigned, List<@Nullable Object> bound)
            throws SQLException {
        int columns = key.foreignKey().parentColumns().size();
        ChangeQueries.Search search = change.deletes()
                ? ChangeQueries.deletedParents(key, table, rows(bound))
                : ChangeQueries.updatedParents(key, assigned, rows(bound));
        incomplete |= !search.addTo(violations, investigation, (found, row) -> {
            restricted |= key.restricts(change.deletes());
            found.addStillReferenced(key, KeyValues.of(row.subList(0, columns)), Query.number(row.get(columns)));
        });
    }

    private static boolean contains(List<String> columns, String column) {
        return columns.stream().anyMatch(each -> SqlNames.same(each, column));
    }
}
