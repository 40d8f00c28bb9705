package dev.referent.jdbc.unenforced;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.MalformedText;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.unenforced.BulkStatement.Change;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The rows that a bulk write leaves out, because they have no parent row. Only rows that it has certainly inserted are: those of
 * a table into which it only inserts, after it may have deleted rows, and whose parent tables lose no row. No statement may depend on
 * them: none reads the table, or skips a row that conflicts with one of it.
 */
public final class LeftOutRows {
    /** How many rows are left out at most, and how many existing orphan rows of a foreign key are told from them. */
    static final int MOST = 100_000;

    /** How many rows one DELETE names, within SQLite's limit on the depth of an expression. */
    private static final int ROWS_OF_A_DELETE = 200;

    private final SQLiteConnection connection;
    private final Map<String, Set<Change>> changes;
    private final Set<String> read;
    private final Set<String> triggered = new HashSet<>();
    private final OrphanQueries queries;
    private final Map<String, Set<KeyValues>> existing = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /**
     * Leaves rows out of a bulk write.
     *
     * @param changes what it does to the tables
     * @param read the tables that its statements read when they may have had new rows
     */
    LeftOutRows(SQLiteConnection connection, Map<String, Set<Change>> changes, Set<String> read) {
        this.connection = connection;
        this.changes = changes;
        this.read = read;
        this.queries = new OrphanQueries(connection);
    }

    /**
     * A row that is left out.
     *
     * @param foreignKeys those by which it has no parent row
     * @param values column to value, without generated columns
     */
    public record Row(List<ForeignKey> foreignKeys, Map<String, @Nullable Object> values) {}

    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Keeps which orphan rows exist already. */
    void keep(Map<SchemaKey, Map<KeyValues, Tally>> orphans) throws SQLException {
        for (Map.Entry<SchemaKey, Map<KeyValues, Tally>> of : orphans.entrySet()) {
            String identity = OrphanState.identity(of.getKey());
            if (!of.getValue().isEmpty() && !existing.containsKey(identity)) {
                existing.put(identity, existing(of.getKey()));
            }
        }
    }

    private Set<KeyValues> existing(SchemaKey key) throws SQLException {
        List<String> identity = identity(key);
        List<List<@Nullable Object>> found = identity.isEmpty() ? List.of() : queries.rows(key, identity, MOST + 1);
        if (found.size() > MOST) {
            throw new SQLException("more than " + MOST + " rows of "
                    + key.child().name() + " have no parent row by "
                    + key.foreignKey().name() + " already, too many to tell new ones from them; repair them first");
        }
        return found.stream().map(KeyValues::of).collect(Collectors.toCollection(HashSet::new));
    }

    /** Returns the columns that identify a child row; empty if there are none. */
    private static List<String> identity(SchemaKey key) {
        TableFacts child = key.child();
        return child.hasRowId() && child.rowId().isEmpty() ? List.of() : child.identity();
    }

    /**
     * Deletes the inserted rows that have no parent row.
     *
     * @param keys the foreign keys with new orphan rows
     * @return why that is not possible, to end the sentence that says what is not committed; empty if they are deleted
     */
    Optional<String> leaveOut(Set<SchemaKey> keys) throws SQLException {
        Map<SchemaKey, Map<KeyValues, Row>> found = new LinkedHashMap<>();
        int size = rows.size();
        for (SchemaKey key : keys) {
            String obstacle = obstacle(key);
            if (!obstacle.isEmpty()) {
                return Optional.of("; rows of " + key.child().name() + " cannot be left out, because " + obstacle);
            }
            SchemaKey table = found.keySet().stream()
                    .filter(other -> other.isChild(key.schema(), key.child().name()))
                    .findFirst()
                    .orElse(key);
            Map<KeyValues, Row> ofTable = found.computeIfAbsent(table, unseen -> new LinkedHashMap<>());
            size -= ofTable.size();
            addRows(key, ofTable);
            size += ofTable.size();
            if (size > MOST) {
                return Optional.of("; more than " + MOST + " rows would have to be left out");
            }
        }
        if (size == rows.size()) {
            return Optional.of("; an existing row would have to be left out");
        }
        for (Map.Entry<SchemaKey, Map<KeyValues, Row>> of : found.entrySet()) {
            delete(of.getKey(), List.copyOf(of.getValue().keySet()));
            rows.addAll(of.getValue().values());
        }
        return Optional.empty();
    }

    /** Returns why rows of the key's child table cannot be left out; empty if they can. */
    private String obstacle(SchemaKey key) throws SQLException {
        String child = WrittenTables.nameOf(key.schema(), key.child().name());
        Set<Change> ofChild = changes.getOrDefault(child, Set.of());
        if (ofChild.contains(Change.OTHER)) {
            return "it may have updated or replaced some";
        }
        if (ofChild.contains(Change.SKIPS) || read.contains(child)) {
            return "a statement may have skipped others for them, or read them";
        }
        String parent = WrittenTables.nameOf(key.schema(), key.parent().name());
        if (!Change.ADDITIONS.containsAll(changes.getOrDefault(parent, Set.of()))) {
            return "it may have deleted or updated rows of " + key.parent().name();
        }
        if (triggered.contains(child) || hasTrigger(key.schema(), key.child().name())) {
            return "the table has, or had, triggers";
        }
        return identity(key).isEmpty() ? "nothing identifies them" : "";
    }

    /** Notes that rows of a child table are about to be written, which may fire a trigger that is dropped later. */
    void noteTriggers(String schema, String child) throws SQLException {
        if (hasTrigger(schema, child)) {
            triggered.add(WrittenTables.nameOf(schema, child));
        }
    }

    private boolean hasTrigger(String inSchema, String table) throws SQLException {
        for (String schema : List.of(inSchema, "temp")) {
            DatabaseSchema declared = new DatabaseSchema(schema);
            if (declared.hasTrigger(connection, table, "INSERT") || declared.hasTrigger(connection, table, "DELETE")) {
                return true;
            }
        }
        return false;
    }

    private void addRows(SchemaKey key, Map<KeyValues, Row> ofTable) throws SQLException {
        Set<KeyValues> old = existing.getOrDefault(OrphanState.identity(key), Set.of());
        List<String> identity = identity(key);
        List<String> names = key.child().insertedColumns();
        List<String> columns = new ArrayList<>(identity);
        columns.addAll(names);
        for (List<@Nullable Object> row : queries.rows(key, columns, MOST + 1 + old.size())) {
            KeyValues id = KeyValues.of(row.subList(0, identity.size()));
            if (!old.contains(id)) {
                ofTable.merge(id, row(key, names, row.subList(identity.size(), row.size())), LeftOutRows::both);
            }
        }
    }

    /** Returns a row that has no parent row by several foreign keys. */
    private static Row both(Row row, Row other) {
        return new Row(
                Stream.concat(row.foreignKeys().stream(), other.foreignKeys().stream())
                        .toList(),
                row.values());
    }

    private static Row row(SchemaKey key, List<String> names, List<@Nullable Object> values) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), MalformedText.shown(values.get(i)));
        }
        return new Row(List.of(key.foreignKey()), Collections.unmodifiableMap(named));
    }

    private void delete(SchemaKey key, List<KeyValues> identities) throws SQLException {
        List<String> columns = identity(key);
        String from = "DELETE FROM " + SqlNames.quoted(key.schema(), key.child().name()) + " WHERE ";
        long changed = connection.getDatabase().total_changes();
        for (int start = 0; start < identities.size(); start += ROWS_OF_A_DELETE) {
            List<KeyValues> some = identities.subList(start, Math.min(identities.size(), start + ROWS_OF_A_DELETE));
            Enforcement.execute(
                    connection,
                    from
                            + some.stream()
                                    .map(each -> "(" + OrphanQueries.equal("", columns, each) + ")")
                                    .collect(Collectors.joining(" OR ")));
        }
        changed = connection.getDatabase().total_changes() - changed;
        if (changed != identities.size()) {
            throw new SQLException("instead of the " + identities.size() + " rows to leave out, " + changed
                    + " rows of " + key.child().name() + " were deleted");
        }
    }
}
