package dev.referent.jdbc.explain;

import dev.referent.core.integrity.ForeignKey;
import dev.referent.jdbc.driver.TimeLimit;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.driver.WrittenRows.Rows;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.sql.PlainChange;
import dev.referent.jdbc.sql.SqlTokens;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConnection;

/**
 * Finds the orphan rows that a refused statement would have added: it is run again with its foreign keys deferred, and a key
 * is found exactly if more child rows lack their parent after it than before it. That is the count by which SQLite itself
 * judges, so an older orphan is never blamed.
 *
 * <p>The rows that the statement wrote are followed by SQLite's update hook. Where the hook is silent, all rows of the
 * foreign keys whose tables the statement writes are compared.
 */
final class StatementSearch {
    /** How many keys that went are looked up one by one. */
    static final int LOOKUPS = 50;

    /** How many nanoseconds a statement takes at least for the update hook to be worth avoiding. */
    private static final long LONG = 5_000_000;

    private final SQLiteConnection connection;
    private final Catalogue catalogue;
    private final Rerun rerun;
    private final Replay replay;
    private final TimeLimit limit;
    private final OrphanQueries orphans;

    StatementSearch(SQLiteConnection connection, Catalogue catalogue, Rerun rerun, Replay replay, TimeLimit limit) {
        this.connection = connection;
        this.catalogue = catalogue;
        this.rerun = rerun;
        this.replay = replay;
        this.limit = limit;
        this.orphans = new OrphanQueries(connection);
    }

    /** What the statement does to child rows without a parent row, and which rows it writes, as far as that was heard. */
    record Orphans(Findings added, Findings touched, WrittenRows rows) {}

    /** The first run: what it wrote, which of that lacks its parent, and which child rows lack a parent row it means. */
    private record First(WrittenRows rows, Findings after, Findings ofTargets) {}

    /**
     * Returns the orphan rows that the statement adds; and all that it writes, as SQLite may count an older one that is
     * written once more.
     *
     * @throws SQLException if it is refused again although its foreign keys are deferred, or the time is over
     */
    Orphans orphans() throws SQLException {
        Optional<AddedRows> added =
                rerun.nanoseconds() < LONG ? Optional.empty() : AddedRows.of(connection, catalogue, rerun);
        if (added.isPresent()) {
            Optional<Findings> found = replay.look(added.get(), this::among);
            if (found.isPresent()) {
                return new Orphans(found.get(), found.get(), new WrittenRows());
            }
        }
        return heardOrphans();
    }

    private Orphans heardOrphans() throws SQLException {
        TargetRows targets = TargetRows.of(connection, rerun);
        Map<SchemaKey, Collection<KeyValues>> targetKeys = limit.interrupting(() -> targetKeys(targets));
        First first = replay.look(rows -> new First(rows, among(rows), lookedUp(targetKeys)));
        WrittenRows rows = first.rows();
        boolean replaces = catalogue.replaces() || SqlTokens.says(rerun.tokens(), "REPLACE");
        if (rows.insertsOnly() && rows.isComplete() && !replaces && allHeard(rows)) {
            return new Orphans(first.after(), first.after(), rows);
        }
        Set<SchemaKey> unheard = unheard(rows, replaces, targets);
        Findings added = limit.interrupting(() -> comparison(first, unheard, targetKeys, replaces));
        return new Orphans(added, first.after().onlyOf(this::isCounted), rows);
    }

    /** SQLite counts an older orphan row again where an UPDATE assigns to its key, or where the key is to its own table. */
    private boolean isCounted(SchemaKey key) {
        ForeignKey foreignKey = key.foreignKey();
        return PlainChange.of(rerun.sql())
                .filter(change -> change.table().equalsIgnoreCase(foreignKey.childTable()))
                .filter(change -> change.table().equalsIgnoreCase(foreignKey.parentTable())
                        || foreignKey.childColumns().stream().anyMatch(change.assigned()::contains))
                .isPresent();
    }

    private Findings comparison(
            First first, Set<SchemaKey> unheard, Map<SchemaKey, Collection<KeyValues>> targetKeys, boolean replaces)
            throws SQLException {
        Map<SchemaKey, Collection<KeyValues>> keys = keysToLookUp(first, unheard, targetKeys, replaces);
        Findings before = among(first.rows());
        lookUp(before, unheard, keys);
        if (unheard.isEmpty() && keys.equals(targetKeys)) {
            return first.after().and(first.ofTargets()).beyond(before);
        }
        Findings after = replay.look(rows -> {
            Findings found = among(first.rows());
            lookUp(found, unheard, keys);
            return found;
        });
        return after.beyond(before);
    }

    /** The keys of the parent rows that the statement means, by foreign key. */
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

    private Findings lookedUp(Map<SchemaKey, Collection<KeyValues>> keys) throws SQLException {
        Findings found = new Findings();
        if (keys.values().stream().allMatch(values -> values.size() <= LOOKUPS)) {
            lookUp(found, Set.of(), keys);
        }
        return found;
    }

    /** Tells whether the hook speaks of all tables that have foreign keys, which is what most schemas are like. */
    private boolean allHeard(WrittenRows rows) throws SQLException {
        return catalogue.keys().stream().allMatch(SchemaKey::isHeard)
                || unheard(rows, false, TargetRows.none()).isEmpty();
    }

    private Set<SchemaKey> unheard(WrittenRows rows, boolean replaces, TargetRows targets) throws SQLException {
        Set<SchemaKey> unheard = new LinkedHashSet<>();
        boolean all = !rows.isComplete() || (replaces && !replacesOnlyChildRows());
        for (SchemaKey key : catalogue.keys()) {
            if (all || !key.isHeard()) {
                unheard.add(key);
            }
        }
        for (Rows table : rows.tables()) {
            if (!table.insertsOnly() && changedARowId(table)) {
                catalogue.keys().stream()
                        .filter(key -> key.isChild(table.schema(), table.table())
                                || (key.isParent(table.schema(), table.table()) && !targets.areParents(key)))
                        .forEach(unheard::add);
            }
        }
        if (!unheard.isEmpty()) {
            Set<String> written = WrittenTables.of(connection, rerun.sql());
            unheard.removeIf(key -> !written.contains(
                            WrittenTables.nameOf(key.schema(), key.foreignKey().childTable()))
                    && !written.contains(
                            WrittenTables.nameOf(key.schema(), key.foreignKey().parentTable())));
        }
        return unheard;
    }

    /** A REPLACE into a table that nothing references takes away child rows alone, and no cascade follows. */
    private boolean replacesOnlyChildRows() throws SQLException {
        if (catalogue.replaces() || catalogue.triggers()) {
            return false;
        }
        Set<String> written = WrittenTables.of(connection, rerun.sql());
        return catalogue.keys().stream()
                .noneMatch(key -> written.contains(
                        WrittenTables.nameOf(key.schema(), key.foreignKey().parentTable())));
    }

    /** An update that changes a rowid is heard with the new one alone, which no row had before. */
    private boolean changedARowId(Rows table) throws SQLException {
        for (SchemaKey key : catalogue.keys()) {
            boolean isChild = key.isChild(table.schema(), table.table());
            if (isChild || key.isParent(table.schema(), table.table())) {
                String rowId = (isChild ? key.childRowId() : key.parentRowId()).orElse("");
                long[] rowIds = table.rowIds();
                return rowId.isEmpty()
                        || orphans.existing(table.schema(), table.table(), rowId, rowIds).length < rowIds.length;
            }
        }
        return false;
    }

    private Findings among(WrittenRows rows) throws SQLException {
        Findings found = new Findings();
        for (SchemaKey key : catalogue.keys()) {
            for (Rows table : rows.of(key.schema(), key.foreignKey().childTable())) {
                if (key.isHeard()) {
                    found.put(key, orphans.among(key, table.rowIds()));
                }
            }
        }
        return found;
    }

    /** The keys whose parent row was written, and of a REPLACE the keys whose older rows it may have taken away. */
    private Map<SchemaKey, Collection<KeyValues>> keysToLookUp(
            First first, Set<SchemaKey> unheard, Map<SchemaKey, Collection<KeyValues>> targetKeys, boolean replaces)
            throws SQLException {
        Map<SchemaKey, Collection<KeyValues>> keys = new LinkedHashMap<>();
        for (SchemaKey key : catalogue.keys()) {
            if (unheard.contains(key)) {
                continue;
            }
            Set<KeyValues> values = new LinkedHashSet<>(targetKeys.getOrDefault(key, List.of()));
            for (Rows table : first.rows().of(key.schema(), key.foreignKey().parentTable())) {
                if (!table.insertsOnly()) {
                    values.addAll(orphans.parentKeys(key, table.rowIds()));
                }
            }
            if (replaces) {
                values.addAll(first.after().of(key).keySet());
            }
            if (values.size() > LOOKUPS) {
                unheard.add(key);
            } else if (!values.isEmpty()) {
                keys.put(key, values);
            }
        }
        return keys;
    }

    private void lookUp(Findings found, Set<SchemaKey> unheard, Map<SchemaKey, Collection<KeyValues>> keys)
            throws SQLException {
        for (SchemaKey key : unheard) {
            found.put(key, orphans.all(key));
        }
        for (Map.Entry<SchemaKey, Collection<KeyValues>> entry : keys.entrySet()) {
            for (KeyValues values : entry.getValue()) {
                if (!orphans.parentExists(entry.getKey(), values)) {
                    found.put(entry.getKey(), orphans.pointingAt(entry.getKey(), values, true));
                }
            }
        }
    }
}
