package dev.referent.jdbc.unenforced;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.MismatchErrors;
import dev.referent.jdbc.driver.Query;
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

/**
 * The orphan rows of some child tables at one moment of work without enforcement.
 *
 * @param rows foreign key to its orphan rows
 * @param unchecked the child table by the reason why SQLite cannot check one of its keys; no table if its rows reference a
 *     table that does not exist
 * @param tables the child tables
 */
record OrphanState(
        Map<SchemaKey, Map<KeyValues, Tally>> rows, Map<Undetermined, String> unchecked, Set<String> tables) {

    /** Returns the state of no table. */
    static OrphanState empty() {
        return new OrphanState(new LinkedHashMap<>(), new LinkedHashMap<>(), new HashSet<>());
    }

    /** How the orphan rows of a key are read. */
    private interface ReadQuery {
        Map<KeyValues, Tally> of(SchemaKey key) throws SQLException;
    }

    /** Reads every child row of all databases before the work. */
    static OrphanState before(SQLiteConnection connection) throws SQLException {
        return all(connection, new OrphanQueries(connection)::all);
    }

    /** Reads every child row of all databases after the work; of too many keys only some, which still shows that there are new ones. */
    static OrphanState after(SQLiteConnection connection) throws SQLException {
        return all(connection, new OrphanQueries(connection)::some);
    }

    private static OrphanState all(SQLiteConnection connection, ReadQuery reading) throws SQLException {
        OrphanState state = empty();
        for (Database database : Schemas.databases(connection)) {
            DatabaseSchema schema = new DatabaseSchema(database.name());
            for (String child : schema.whole(connection).children()) {
                state.read(connection, schema, child, reading);
            }
        }
        return state;
    }

    /** Also reads every row of one child table, before the work. */
    void addBefore(SQLiteConnection connection, DatabaseSchema schema, String child) throws SQLException {
        read(connection, schema, child, new OrphanQueries(connection)::all);
    }

    /** Also reads every row of one child table, after the work. */
    void addAfter(SQLiteConnection connection, DatabaseSchema schema, String child) throws SQLException {
        read(connection, schema, child, new OrphanQueries(connection)::some);
    }

    /** Also reads every child row of one database, before the work. */
    void addAllBefore(SQLiteConnection connection, Database database) throws SQLException {
        DatabaseSchema schema = new DatabaseSchema(database.name());
        for (String child : schema.whole(connection).children()) {
            addBefore(connection, schema, child);
        }
    }

    private void read(SQLiteConnection connection, DatabaseSchema schema, String child, ReadQuery reading)
            throws SQLException {
        String name = name(schema.name(), child);
        tables.add(name);
        boolean orphaned = hasOrphans(connection, schema, child);
        for (DeclaredKey key : schema.declaredKeysFrom(connection, child)) {
            if (schema.table(connection, key.parent()).isEmpty()) {
                unchecked.put(
                        Reason.NO_PARENT_TABLE.because(
                                key.child(), String.join(", ", key.childColumns()), key.parent()),
                        orphaned ? "" : name);
            }
        }
        for (SchemaKey key : schema.keysFrom(connection, child)) {
            rows.put(key, orphaned ? reading.of(key) : Map.of());
        }
    }

    private boolean hasOrphans(SQLiteConnection connection, DatabaseSchema schema, String child) throws SQLException {
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
            unchecked.put(
                    MismatchErrors.explain(connection, e, check)
                            .orElseGet(() -> Reason.FAILED.because(String.valueOf(e.getMessage()))),
                    name(schema.name(), child));
            return true;
        }
    }

    /**
     * Returns the orphan rows that are new since the earlier state. For a new key, the orphan rows of keys that no longer
     * exist are ignored, each once, because its table or a column may only have been renamed.
     */
    Map<SchemaKey, Map<KeyValues, Tally>> added(OrphanState before) {
        Map<String, Map<KeyValues, Tally>> known = new HashMap<>();
        before.rows.forEach((key, tallies) -> known.put(identity(key), tallies));
        Map<KeyValues, Tally> vanished = before.vanished(this);
        Map<SchemaKey, Map<KeyValues, Tally>> added = new LinkedHashMap<>();
        for (Map.Entry<SchemaKey, Map<KeyValues, Tally>> each : rows.entrySet()) {
            SchemaKey key = each.getKey();
            Map<KeyValues, Tally> now = each.getValue();
            Map<KeyValues, Tally> old = known.getOrDefault(identity(key), vanished);
            Map<KeyValues, Tally> more = OrphanCount.minus(now, old);
            if (!known.containsKey(identity(key))) {
                vanished = OrphanCount.minus(vanished, now);
            }
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
        added(before)
                .forEach((key, tallies) ->
                        tallies.forEach((values, tally) -> violations.addMissingParent(key, values, tally)));
        Optional<Undetermined> newlyUnchecked = unchecked.keySet().stream()
                .filter(reason -> !before.unchecked.containsKey(reason))
                .filter(reason -> before.tables.contains(unchecked.get(reason)) || "".equals(unchecked.get(reason)))
                .findFirst();
        return violations.size() == 0 && newlyUnchecked.isEmpty()
                ? Optional.empty()
                : Optional.of(violations.explanation(newlyUnchecked));
    }

    private Map<KeyValues, Tally> vanished(OrphanState after) {
        Set<String> present = new HashSet<>();
        after.rows.keySet().forEach(key -> present.add(identity(key)));
        Map<KeyValues, Tally> vanished = new HashMap<>();
        rows.forEach((key, tallies) -> {
            if (!present.contains(identity(key))) {
                tallies.forEach((values, tally) ->
                        vanished.merge(values, tally, (one, other) -> new Tally(one.rows() + other.rows(), Map.of())));
            }
        });
        return vanished;
    }

    /** Returns a string that every written row and every change of a schema changes. */
    static String version(SQLiteConnection connection) throws SQLException {
        StringBuilder version = new StringBuilder();
        version.append(connection.getDatabase().total_changes());
        for (Database database : Schemas.databases(connection)) {
            long schema = Query.number(connection, "PRAGMA " + SqlNames.quoted(database.name()) + ".schema_version");
            version.append(' ')
                    .append(SqlNames.quoted(database.name()))
                    .append(' ')
                    .append(schema);
        }
        return version.toString();
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

    private static String name(String schema, String table) {
        return SqlNames.folded(schema + "." + table);
    }
}
