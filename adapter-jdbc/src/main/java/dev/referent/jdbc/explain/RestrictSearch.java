package dev.referent.jdbc.explain;

import dev.referent.core.integrity.ReferentialAction;
import dev.referent.jdbc.driver.TimeLimit;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.driver.WrittenRows.Rows;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteUpdateListener;

/**
 * Finds the RESTRICT that stopped a statement whose own end would have been sound, because it takes the child rows away as
 * well or puts the parent row back. It is found by elimination: of the parent rows that were written when SQLite stopped, one
 * alone is pointed at through a foreign key with RESTRICT.
 */
final class RestrictSearch {
    private final SQLiteConnection connection;
    private final Catalogue catalogue;
    private final Rerun rerun;
    private final Replay replay;
    private final TimeLimit limit;
    private final OrphanQueries orphans;

    RestrictSearch(SQLiteConnection connection, Catalogue catalogue, Rerun rerun, Replay replay, TimeLimit limit) {
        this.connection = connection;
        this.catalogue = catalogue;
        this.rerun = rerun;
        this.replay = replay;
        this.limit = limit;
        this.orphans = new OrphanQueries(connection);
    }

    /** A parent row's key that child rows point at through a foreign key with RESTRICT. */
    private record Candidate(SchemaKey key, KeyValues parent, Map<KeyValues, Tally> children) {}

    /**
     * Adds the violations of the one RESTRICT that can have stopped the statement; nothing if there are several.
     *
     * @param toItsEnd whether the statement may be run to its end
     */
    void addTo(Violations violations, boolean toItsEnd) throws SQLException {
        if (catalogue.imitates()) {
            return;
        }
        WrittenRows rows = replay.rowsUntilRefused();
        List<Candidate> candidates = candidates(rows);
        if (candidates.size() > 1) {
            candidates = last(candidates, rows);
        }
        if (candidates.size() > 1 && toItsEnd) {
            candidates = gone(candidates);
        }
        if (candidates.size() == 1) {
            Candidate only = candidates.get(0);
            Map<KeyValues, Tally> left = toItsEnd ? leftBehind(only) : Map.of();
            (left.isEmpty() ? only.children() : left)
                    .forEach((child, tally) -> violations.addRestricted(only.key(), child, tally.rows()));
        }
    }

    /** The child rows that still lack the parent row at the statement's end, if it can be run to its end. */
    private Map<KeyValues, Tally> leftBehind(Candidate only) throws SQLException {
        try {
            return replay.look(rows -> orphans.pointingAt(only.key(), only.parent(), true));
        } catch (SQLException e) {
            if (limit.isOver()) {
                throw e;
            }
            return Map.of();
        }
    }

    private List<Candidate> candidates(WrittenRows rows) throws SQLException {
        TargetRows targets = TargetRows.of(connection, rerun);
        List<Candidate> candidates = new ArrayList<>();
        for (SchemaKey key : catalogue.keys()) {
            if (!key.restricts()) {
                continue;
            }
            for (KeyValues parent : parents(key, rows, targets)) {
                Map<KeyValues, Tally> children = orphans.pointingAt(key, parent, false);
                if (!children.isEmpty()) {
                    candidates.add(new Candidate(key, parent, children));
                }
            }
        }
        return candidates;
    }

    /** The keys of the parent rows that were deleted, replaced or updated, as far as the foreign key forbids just that. */
    private Set<KeyValues> parents(SchemaKey key, WrittenRows rows, TargetRows targets) throws SQLException {
        boolean onDelete = key.foreignKey().onDelete() == ReferentialAction.RESTRICT;
        boolean onUpdate = key.foreignKey().onUpdate() == ReferentialAction.RESTRICT;
        Set<KeyValues> parents = new LinkedHashSet<>();
        if (!key.isHeard()) {
            // the hook is silent about its rows: any parent row that child rows point at may be the one
            parents.addAll(orphans.referenced(key).keySet());
            return parents;
        }
        if (targets.deletes() ? onDelete : onUpdate) {
            parents.addAll(targets.parentKeys(key));
        }
        for (Rows table : rows.of(key.schema(), key.foreignKey().parentTable())) {
            if (onDelete) {
                parents.addAll(orphans.parentKeys(
                        key, table.rowIds(SQLiteUpdateListener.Type.DELETE, SQLiteUpdateListener.Type.INSERT)));
            }
            if (onUpdate) {
                parents.addAll(orphans.parentKeys(key, table.rowIds(SQLiteUpdateListener.Type.UPDATE)));
            }
        }
        return parents;
    }

    /** The row that was written last, where rows of one table alone were written and none by an action of its own keys. */
    private List<Candidate> last(List<Candidate> candidates, WrittenRows rows) throws SQLException {
        if (rows.tables().size() != 1 || catalogue.triggers()) {
            return candidates;
        }
        Rows table = rows.tables().iterator().next();
        boolean actsOnItself = catalogue.keys().stream()
                .anyMatch(key ->
                        key.isParent(table.schema(), table.table()) && key.isChild(table.schema(), table.table()));
        List<Candidate> last = new ArrayList<>();
        for (Candidate candidate : candidates) {
            boolean heard = candidate.key().isHeard() && candidate.key().isParent(table.schema(), table.table());
            if (actsOnItself || !heard) {
                return candidates;
            }
            if (orphans.parentKeys(candidate.key(), new long[] {rows.lastRowId()})
                    .contains(candidate.parent())) {
                last.add(candidate);
            }
        }
        return last.isEmpty() ? candidates : last;
    }

    /** Those whose parent row is gone at the statement's end, if it can be run to its end. */
    private List<Candidate> gone(List<Candidate> candidates) throws SQLException {
        try {
            return replay.look(rows -> {
                List<Candidate> gone = new ArrayList<>();
                for (Candidate candidate : candidates) {
                    if (!orphans.parentExists(candidate.key(), candidate.parent())) {
                        gone.add(candidate);
                    }
                }
                return gone;
            });
        } catch (SQLException e) {
            if (limit.isOver()) {
                throw e;
            }
            return candidates;
        }
    }
}
