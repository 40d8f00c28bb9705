package dev.referent.jdbc.unenforced;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.MismatchErrors;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.explain.OrphanCount;
import dev.referent.jdbc.explain.Violations;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.DeclaredKey;
import dev.referent.jdbc.schema.GaplessParents;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.schema.Schemas.Database;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/** The orphan rows of some child tables at one moment of work without enforcement. */
final class OrphanState {
    private final SQLiteConnection connection;
    private final ReadQuery reading;
    private final Map<SchemaKey, Map<KeyValues, Tally>> rows = new LinkedHashMap<>();
    /** The rows of a key whose parent table does not exist are all orphan rows; those of the others are not known. */
    private final Map<Unchecked, Map<KeyValues, Tally>> unchecked = new LinkedHashMap<>();

    private final Set<String> tables = new HashSet<>();

    /** The tables without rows that have a key which does not match its parent table. */
    private final Set<String> empty = new HashSet<>();

    private OrphanState(SQLiteConnection connection, ReadQuery reading) {
        this.connection = connection;
        this.reading = reading;
    }

    /** A key of a child table that SQLite cannot check, by the reason; its columns and its parent table if that does not exist. */
    record Unchecked(String table, List<String> columns, String parent, Undetermined reason) {
        private boolean hasColumnsOf(SchemaKey key) {
            ForeignKey foreignKey = key.foreignKey();
            return table.equals(WrittenTables.nameOf(key.schema(), foreignKey.childTable()))
                    && SqlNames.folded(columns.toString())
                            .equals(SqlNames.folded(foreignKey.childColumns().toString()));
        }

        private boolean hasParentOf(SchemaKey key) {
            return SqlNames.same(parent, key.foreignKey().parentTable());
        }

        /** Returns whether no table of the parent's name is to be expected, where these were the keys before. */
        boolean isBroken(Set<SchemaKey> before) {
            List<SchemaKey> earlier = before.stream().filter(this::hasColumnsOf).toList();
            return columns.isEmpty() || (!earlier.isEmpty() && earlier.stream().noneMatch(this::hasParentOf));
        }
    }

    private interface ReadQuery {
        Map<KeyValues, Tally> of(SchemaKey key) throws SQLException;
    }

    /** Returns the state before the work, of which nothing is read yet. */
    static OrphanState before(SQLiteConnection connection) {
        return new OrphanState(connection, new OrphanQueries(connection)::all);
    }

    /** Returns the state after the work. Of too many keys only some are read, which still shows that there are new ones. */
    static OrphanState after(SQLiteConnection connection) {
        return new OrphanState(connection, new OrphanQueries(connection)::some);
    }

    Map<SchemaKey, Map<KeyValues, Tally>> rows() {
        return rows;
    }

    Set<Unchecked> unchecked() {
        return unchecked.keySet();
    }

    OrphanState read() throws SQLException {
        for (Database database : Schemas.databases(connection)) {
            read(database);
        }
        return this;
    }

    void read(Database database) throws SQLException {
        DatabaseSchema schema = new DatabaseSchema(database.name());
        for (String child : schema.whole(connection).children()) {
            read(schema, child);
        }
    }

    /** Reads every row of a child table. */
    void read(DatabaseSchema schema, String child) throws SQLException {
        String name = WrittenTables.nameOf(schema.name(), child);
        tables.add(name);
        boolean orphaned = hasOrphans(schema, child);
        for (DeclaredKey key : schema.declaredKeysFrom(connection, child)) {
            if (schema.table(connection, key.parent()).isEmpty()) {
                Undetermined reason = Reason.NO_PARENT_TABLE.because(
                        key.child(), String.join(", ", key.childColumns()), key.parent());
                unchecked.put(
                        new Unchecked(name, key.childColumns(), key.parent(), reason),
                        new OrphanQueries(connection).withoutTable(schema.name(), key));
            }
        }
        for (SchemaKey key : schema.keysFrom(connection, child)) {
            rows.put(key, orphaned ? reading.of(key) : Map.of());
        }
    }

    private boolean hasOrphans(DatabaseSchema schema, String child) throws SQLException {
        String check =
                "PRAGMA " + SqlNames.quoted(schema.name()) + ".foreign_key_check(" + SqlNames.quoted(child) + ")";
        try {
            // fails if SQLite cannot check one of the keys, and reads nothing
            Query.hasRow(connection, "EXPLAIN " + check);
            List<SchemaKey> keys = schema.keysFrom(connection, child);
            boolean allUsable =
                    keys.size() == schema.declaredKeysFrom(connection, child).size();
            Optional<String> quick = allUsable ? new GaplessParents(connection).orphans(keys) : Optional.empty();
            return Query.hasRow(connection, quick.orElse(check));
        } catch (SQLException e) {
            if (e.getErrorCode() != SQLiteErrorCode.SQLITE_ERROR.code) {
                throw e;
            }
            Undetermined reason = MismatchErrors.explain(connection, e, check)
                    .orElseGet(() -> Reason.FAILED.because(String.valueOf(e.getMessage())));
            String name = WrittenTables.nameOf(schema.name(), child);
            unchecked.put(new Unchecked(name, List.of(), "", reason), Map.of());
            if (!Query.hasRow(connection, "SELECT 1 FROM " + SqlNames.quoted(schema.name(), child))) {
                empty.add(name);
            }
            return true;
        }
    }

    /**
     * Returns the orphan rows that are new since the earlier state. For a new key, the orphan rows of keys that no longer exist are
     * ignored, each once, because its table or a column may only have been renamed; in a table that had keys before, only those of its
     * own keys.
     */
    Map<SchemaKey, Map<KeyValues, Tally>> added(OrphanState before) {
        return added(before, before.vanished(this));
    }

    /** Returns the same, and takes those of new keys from what is left of the orphan rows of keys that no longer exist. */
    private Map<SchemaKey, Map<KeyValues, Tally>> added(
            OrphanState before, Map<String, Map<KeyValues, Tally>> vanished) {
        Map<String, Map<KeyValues, Tally>> known = new HashMap<>();
        before.rows.forEach((key, tallies) -> known.put(identity(key), tallies));
        Map<SchemaKey, Map<KeyValues, Tally>> added = new LinkedHashMap<>();
        for (Map.Entry<SchemaKey, Map<KeyValues, Tally>> each : rows.entrySet()) {
            SchemaKey key = each.getKey();
            Map<KeyValues, Tally> now = each.getValue();
            boolean isKnown = known.containsKey(identity(key));
            String child = WrittenTables.nameOf(key.schema(), key.foreignKey().childTable());
            Map<KeyValues, Tally> old =
                    isKnown ? known.getOrDefault(identity(key), Map.of()) : before.taken(child, now, vanished);
            Map<KeyValues, Tally> more = OrphanCount.minus(now, old);
            // which of the rows are the old ones is not known
            more.replaceAll((values, tally) -> old.containsKey(values) ? new Tally(tally.rows(), Map.of()) : tally);
            if (!more.isEmpty()) {
                added.put(key, more);
            }
        }
        return added;
    }

    /** Returns the orphan rows that are new since the earlier state, as an explanation; empty if there are none. */
    Optional<Explanation> minus(OrphanState before) {
        Violations violations = Violations.ofAll();
        Map<String, Map<KeyValues, Tally>> vanished = before.vanished(this);
        added(before, vanished)
                .forEach((key, tallies) ->
                        tallies.forEach((values, tally) -> violations.addMissingParent(key, values, tally)));
        Optional<Undetermined> newlyUnchecked = newlyUnchecked(before, vanished);
        return violations.size() == 0 && newlyUnchecked.isEmpty()
                ? Optional.empty()
                : Optional.of(violations.explanation(newlyUnchecked));
    }

    /**
     * Returns why SQLite can no longer check a key of a table that there was before, or a key without parent table has new rows. The parent
     * table of a key without rows may not exist, and that of a table without rows may have no unique index: a later migration may create
     * it. If the key follows the rename of its parent table, its columns referenced another table before, and nothing is going to create
     * one of the new name.
     */
    private Optional<Undetermined> newlyUnchecked(OrphanState before, Map<String, Map<KeyValues, Tally>> vanished) {
        for (Map.Entry<Unchecked, Map<KeyValues, Tally>> each : unchecked.entrySet()) {
            Unchecked key = each.getKey();
            boolean known = before.unchecked.containsKey(key);
            Map<KeyValues, Tally> old = known
                    ? before.unchecked.getOrDefault(key, Map.of())
                    : before.taken(key.table(), each.getValue(), vanished);
            boolean more = !OrphanCount.minus(each.getValue(), old).isEmpty();
            boolean mayWait = key.columns().isEmpty() && empty.contains(key.table());
            boolean broken =
                    !known && !mayWait && before.tables.contains(key.table()) && key.isBroken(before.rows.keySet());
            if (more || broken) {
                return Optional.of(key.reason());
            }
        }
        return Optional.empty();
    }

    /** Takes the orphan rows of a new key from those that vanished: of its own table, or of any if it had no keys before. */
    private Map<KeyValues, Tally> taken(
            String child, Map<KeyValues, Tally> now, Map<String, Map<KeyValues, Tally>> vanished) {
        Map<KeyValues, Tally> taken = new HashMap<>();
        Map<KeyValues, Tally> rest = now;
        for (Map.Entry<String, Map<KeyValues, Tally>> each : vanished.entrySet()) {
            if (each.getKey().equals(child) || !tables.contains(child)) {
                Map<KeyValues, Tally> old = each.getValue();
                add(old, taken);
                each.setValue(OrphanCount.minus(old, rest));
                rest = OrphanCount.minus(rest, old);
            }
        }
        return taken;
    }

    /** Returns the orphan rows of keys that no longer exist, by their tables. */
    private Map<String, Map<KeyValues, Tally>> vanished(OrphanState after) {
        Set<String> present = new HashSet<>();
        after.rows.keySet().forEach(key -> present.add(identity(key)));
        Map<String, Map<KeyValues, Tally>> vanished = new HashMap<>();
        rows.forEach((key, tallies) -> {
            if (!present.contains(identity(key))) {
                String child =
                        WrittenTables.nameOf(key.schema(), key.foreignKey().childTable());
                add(tallies, vanished.computeIfAbsent(child, table -> new HashMap<>()));
            }
        });
        unchecked.forEach((key, tallies) -> {
            if (!after.unchecked.containsKey(key)) {
                add(tallies, vanished.computeIfAbsent(key.table(), table -> new HashMap<>()));
            }
        });
        return vanished;
    }

    private static void add(Map<KeyValues, Tally> tallies, Map<KeyValues, Tally> sum) {
        tallies.forEach((values, tally) ->
                sum.merge(values, tally, (one, other) -> new Tally(one.rows() + other.rows(), Map.of())));
    }

    /** Returns a string that every written row and every change of a schema changes. */
    static String version(SQLiteConnection connection) throws SQLException {
        String version = String.valueOf(connection.getDatabase().total_changes());
        for (Database database : Schemas.databases(connection)) {
            String name = SqlNames.quoted(database.name());
            version += " " + name + " " + Query.number(connection, "PRAGMA " + name + ".schema_version");
        }
        return version;
    }

    /** Returns what identifies a key, also after its schema was read again. */
    static String identity(SchemaKey key) {
        ForeignKey foreignKey = key.foreignKey();
        return SqlNames.folded(List.of(
                        key.schema(),
                        foreignKey.childTable(),
                        foreignKey.childColumns(),
                        foreignKey.parentTable(),
                        foreignKey.parentColumns())
                .toString());
    }
}
