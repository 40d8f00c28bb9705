package dev.referent.jdbc.migration;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * The orphan rows of all of a connection's foreign keys at one moment of a migration.
 *
 * @param rows foreign key to its orphan rows
 * @param unchecked the child table by the reason why SQLite cannot check one of its keys; no table if its rows reference a
 *     table that does not exist
 * @param tables the child tables
 */
record MigrationState(
        Map<SchemaKey, Map<KeyValues, Tally>> rows, Map<Undetermined, String> unchecked, Set<String> tables) {

    /** Reads every child row of all databases. */
    static MigrationState of(SQLiteConnection connection) throws SQLException {
        MigrationState state = new MigrationState(new LinkedHashMap<>(), new LinkedHashMap<>(), new HashSet<>());
        for (Database database : Schemas.databases(connection)) {
            state.read(connection, new DatabaseSchema(database.name()));
        }
        return state;
    }

    private void read(SQLiteConnection connection, DatabaseSchema schema) throws SQLException {
        Set<String> orphaned = new HashSet<>();
        for (String child : schema.whole(connection).children()) {
            String name = name(schema.name(), child);
            tables.add(name);
            if (hasOrphans(connection, schema.name(), child)) {
                orphaned.add(name);
            }
        }
        for (DeclaredKey key : schema.keysWithoutParentTable(connection)) {
            String name = name(schema.name(), key.child());
            unchecked.put(
                    Reason.NO_PARENT_TABLE.because(key.child(), String.join(", ", key.childColumns()), key.parent()),
                    orphaned.contains(name) ? "" : name);
        }
        OrphanQueries queries = new OrphanQueries(connection);
        for (SchemaKey key : schema.whole(connection).keys()) {
            boolean any = orphaned.contains(name(schema.name(), key.foreignKey().childTable()));
            rows.put(key, any ? queries.all(key) : Map.of());
        }
    }

    private boolean hasOrphans(SQLiteConnection connection, String schema, String child) throws SQLException {
        String check = "PRAGMA " + SqlNames.quoted(schema) + ".foreign_key_check(" + SqlNames.quoted(child) + ")";
        try {
            return Query.hasRow(connection, check);
        } catch (SQLException e) {
            if (e.getErrorCode() != SQLiteErrorCode.SQLITE_ERROR.code) {
                throw e;
            }
            unchecked.put(
                    MismatchErrors.explain(connection, e, check)
                            .orElseGet(() -> Reason.FAILED.because(String.valueOf(e.getMessage()))),
                    name(schema, child));
            return true;
        }
    }

    /**
     * Returns the orphan rows that are new since the earlier state; empty if there are none. For a new key, the orphan rows of
     * keys that no longer exist are ignored, because its table or a column may only have been renamed.
     */
    Optional<Explanation> minus(MigrationState before) {
        Map<String, Map<KeyValues, Tally>> known = new HashMap<>();
        before.rows.forEach((key, tallies) -> known.put(identity(key), tallies));
        Map<KeyValues, Tally> vanished = before.vanished(this);
        Violations violations = Violations.ofAll();
        rows.forEach((key, now) -> {
            Map<KeyValues, Tally> old = known.getOrDefault(identity(key), vanished);
            OrphanCount.minus(now, old)
                    .forEach((values, tally) -> violations.addMissingParent(
                            key, values, old.containsKey(values) ? new Tally(tally.rows(), Map.of()) : tally));
        });
        Optional<Undetermined> newlyUnchecked = unchecked.keySet().stream()
                .filter(reason -> !before.unchecked.containsKey(reason))
                .filter(reason -> before.tables.contains(unchecked.get(reason)) || "".equals(unchecked.get(reason)))
                .findFirst();
        return violations.size() == 0 && newlyUnchecked.isEmpty()
                ? Optional.empty()
                : Optional.of(violations.explanation(newlyUnchecked));
    }

    private Map<KeyValues, Tally> vanished(MigrationState after) {
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

    private static String identity(SchemaKey key) {
        ForeignKey foreignKey = key.foreignKey();
        return SqlNames.folded(key.schema()
                + foreignKey.childTable()
                + foreignKey.childColumns()
                + foreignKey.parentTable()
                + foreignKey.parentColumns());
    }

    private static String name(String schema, String table) {
        return SqlNames.folded(schema + "." + table);
    }
}
