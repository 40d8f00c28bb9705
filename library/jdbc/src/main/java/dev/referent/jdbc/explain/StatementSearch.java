package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.driver.WrittenRows.Rows;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the orphan rows that a failed statement would have added: it is re-run with its foreign keys deferred, and a key is
 * violated exactly if more child rows lack their parent row after it than before it. SQLite decides by the same count, so
 * existing orphan rows are never reported.
 *
 * <p>SQLite's update hook reports the rows that the statement wrote. Where it does not, Referent compares all rows of the
 * foreign keys whose tables the statement writes.
 */
record StatementSearch(Investigation investigation, Catalogue catalogue, FailedStatement failed, Trial trial) {
    /** How many deleted or updated parent keys are looked up one by one. */
    static final int LOOKUPS = 50;

    /** The duration in nanoseconds from which avoiding the update hook pays. */
    private static final long LONG = 5_000_000;

    /** The orphan rows that the statement adds, and the rows that it writes, as far as the update hook reported them. */
    record Orphans(OrphanCount added, WrittenRows rows) {}

    /**
     * The result of the first run: what it wrote, which of it lacks its parent row, and which child rows lack a parent row
     * that the statement changes.
     */
    private record First(WrittenRows rows, OrphanCount after, OrphanCount ofTargets) {}

    /**
     * Returns the orphan rows that the statement adds.
     *
     * @throws SQLException if it fails again although its foreign keys are deferred, or the deadline passes
     */
    Orphans orphans() throws SQLException {
        Optional<AddedRows> added =
                failed.nanoseconds() < LONG ? Optional.empty() : AddedRows.of(investigation, catalogue, failed);
        if (added.isPresent()) {
            Optional<OrphanCount> found = trial.look(added.get(), this::among);
            if (found.isPresent()) {
                return new Orphans(found.get(), new WrittenRows());
            }
        }
        return reportedOrphans();
    }

    private Orphans reportedOrphans() throws SQLException {
        TargetRows targets = TargetRows.of(investigation, failed);
        Map<SchemaKey, Collection<KeyValues>> targetKeys =
                investigation.deadline().interrupting(() -> targetKeys(targets));
        First first = trial.look(rows -> new First(rows, among(rows), lookedUp(targetKeys)));
        WrittenRows rows = first.rows();
        boolean replaces = failed.mayReplace(catalogue);
        if (rows.insertsOnly() && rows.isComplete() && !replaces && allReported(rows)) {
            return new Orphans(first.after(), rows);
        }
        Set<SchemaKey> unreported = unreported(rows, replaces, targets);
        OrphanCount added =
                investigation.deadline().interrupting(() -> comparison(first, unreported, targetKeys, replaces));
        return new Orphans(added, rows);
    }

    private OrphanCount comparison(
            First first, Set<SchemaKey> unreported, Map<SchemaKey, Collection<KeyValues>> targetKeys, boolean replaces)
            throws SQLException {
        Map<SchemaKey, Collection<KeyValues>> keys = keysToLookUp(first, unreported, targetKeys, replaces);
        OrphanCount before = among(first.rows());
        lookUp(before, unreported, keys);
        if (unreported.isEmpty() && keys.equals(targetKeys)) {
            return first.after().and(first.ofTargets()).minus(before);
        }
        OrphanCount after = trial.look(rows -> {
            OrphanCount found = among(first.rows());
            lookUp(found, unreported, keys);
            return found;
        });
        return after.minus(before);
    }

    /** The keys of the parent rows that the statement changes, by foreign key. */
    private Map<SchemaKey, Collection<KeyValues>> targetKeys(TargetRows targets) throws SQLException {
        Map<SchemaKey, Collection<KeyValues>> keys = new LinkedHashMap<>();
        for (SchemaKey key : catalogue.keys()) {
            Set<KeyValues> values = new LinkedHashSet<>(targets.parentKeys(key));
            if (!values.isEmpty()) {
                keys.put(key, values);
            }
        }
        return keys;
    }

    private OrphanCount lookedUp(Map<SchemaKey, Collection<KeyValues>> keys) throws SQLException {
        OrphanCount found = new OrphanCount();
        if (keys.values().stream().allMatch(values -> values.size() <= LOOKUPS)) {
            lookUp(found, Set.of(), keys);
        }
        return found;
    }

    /** Returns whether the update hook reports all tables that have foreign keys, as in most schemas. */
    private boolean allReported(WrittenRows rows) throws SQLException {
        return catalogue.keys().stream().allMatch(SchemaKey::isReportedByUpdateHook)
                || unreported(rows, false, TargetRows.NONE).isEmpty();
    }

    private Set<SchemaKey> unreported(WrittenRows rows, boolean replaces, TargetRows targets) throws SQLException {
        Set<SchemaKey> unreported = new LinkedHashSet<>();
        boolean all = !rows.isComplete() || (replaces && !replacesOnlyChildRows());
        for (SchemaKey key : catalogue.keys()) {
            if (all || !key.isReportedByUpdateHook()) {
                unreported.add(key);
            }
        }
        for (Rows table : rows.tables()) {
            if (!table.insertsOnly() && changedARowId(table)) {
                catalogue.keys().stream()
                        .filter(key -> key.isChild(table.schema(), table.table())
                                || (key.isParent(table.schema(), table.table()) && !areAllParents(targets, key)))
                        .forEach(unreported::add);
            }
        }
        if (!unreported.isEmpty()) {
            WrittenTables written = investigation.written(failed.statement());
            unreported.removeIf(key -> !key.isIn(written));
        }
        return unreported;
    }

    /** Returns whether the statement changes no other row of the parent table, by a trigger or an action of a foreign key. */
    private boolean areAllParents(TargetRows targets, SchemaKey key) {
        return targets.areParents(key)
                && !catalogue.triggers()
                && catalogue.keys().stream()
                        .noneMatch(other ->
                                other.isChild(key.schema(), key.foreignKey().parentTable()) && other.actsOnUpdate());
    }

    /** A REPLACE into a table that nothing references deletes only child rows, and causes no cascade. */
    private boolean replacesOnlyChildRows() throws SQLException {
        if (catalogue.replaces() || catalogue.triggers()) {
            return false;
        }
        WrittenTables written = investigation.written(failed.statement());
        return catalogue.keys().stream().noneMatch(key -> key.isParentIn(written));
    }

    /**
     * Returns whether a rowid was updated: the hook reports only the new one, which no row had before, or which a row had that the
     * statement has deleted.
     */
    private boolean changedARowId(Rows table) throws SQLException {
        if (table.updatesADeletedRowId()) {
            return true;
        }
        for (SchemaKey key : catalogue.keys()) {
            boolean isChild = key.isChild(table.schema(), table.table());
            if (isChild || key.isParent(table.schema(), table.table())) {
                String rowId = (isChild ? key.childRowId() : key.parentRowId()).orElse("");
                long[] rowIds = table.rowIds();
                return rowId.isEmpty()
                        || investigation.orphans().existing(table.schema(), table.table(), rowId, rowIds).length
                                < rowIds.length;
            }
        }
        return false;
    }

    private OrphanCount among(WrittenRows rows) throws SQLException {
        OrphanCount found = new OrphanCount();
        for (SchemaKey key : catalogue.keys()) {
            for (Rows table : rows.of(key.schema(), key.foreignKey().childTable())) {
                if (key.isReportedByUpdateHook()) {
                    found.put(key, investigation.orphans().among(key, table.rowIds()));
                }
            }
        }
        return found;
    }

    /** The keys whose parent row was written, and for a REPLACE the keys whose existing rows it may have deleted. */
    private Map<SchemaKey, Collection<KeyValues>> keysToLookUp(
            First first, Set<SchemaKey> unreported, Map<SchemaKey, Collection<KeyValues>> targetKeys, boolean replaces)
            throws SQLException {
        Map<SchemaKey, Collection<KeyValues>> keys = new LinkedHashMap<>();
        for (SchemaKey key : catalogue.keys()) {
            if (unreported.contains(key)) {
                continue;
            }
            Set<KeyValues> values = new LinkedHashSet<>(targetKeys.getOrDefault(key, List.of()));
            for (Rows table : first.rows().of(key.schema(), key.foreignKey().parentTable())) {
                if (!table.insertsOnly()) {
                    values.addAll(investigation.orphans().parentKeys(key, table.rowIds()));
                }
            }
            if (replaces) {
                values.addAll(first.after().of(key).keySet());
            }
            if (values.size() > LOOKUPS) {
                unreported.add(key);
            } else if (!values.isEmpty()) {
                keys.put(key, values);
            }
        }
        return keys;
    }

    private void lookUp(OrphanCount found, Set<SchemaKey> unreported, Map<SchemaKey, Collection<KeyValues>> keys)
            throws SQLException {
        for (SchemaKey key : unreported) {
            found.put(key, investigation.orphans().all(key));
        }
        for (Map.Entry<SchemaKey, Collection<KeyValues>> entry : keys.entrySet()) {
            for (KeyValues values : entry.getValue()) {
                if (!investigation.orphans().parentExists(entry.getKey(), values)) {
                    found.put(entry.getKey(), investigation.orphans().without(entry.getKey(), values));
                }
            }
        }
    }
}
