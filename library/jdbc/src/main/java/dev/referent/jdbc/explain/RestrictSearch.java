package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.driver.WrittenRows.Rows;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sqlite.SQLiteUpdateListener;

/**
 * Finds the RESTRICT that stopped a statement whose final state would have been valid, because it also deletes the child rows
 * or restores the parent row. The search works by elimination: of the parent rows that were written when SQLite stopped, only
 * one is referenced through a foreign key with RESTRICT.
 */
record RestrictSearch(Investigation investigation, Catalogue catalogue, FailedStatement failed, Trial trial) {
    /** A parent row's key, and how many child rows reference it through a foreign key with RESTRICT; 0 if they are not counted. */
    private record Candidate(SchemaKey key, KeyValues parent, long children) {}

    /**
     * Adds the violations of the only RESTRICT that can have stopped the statement; nothing if there are several.
     *
     * @param toItsEnd whether the statement may be run to its end
     */
    void addTo(Violations violations, boolean toItsEnd) throws SQLException {
        if (catalogue.raisesForeignKeyMessage()) {
            return;
        }
        WrittenRows rows = trial.rowsUntilFailure();
        if (mayAddReferences(rows)) {
            return;
        }
        List<Candidate> candidates = candidates(rows);
        if (candidates.size() > 1 && !replaces()) {
            candidates = last(candidates, rows);
        }
        if (candidates.size() > 1 && !replaces() && haveTheirChildren(candidates, rows)) {
            candidates = first(candidates);
            candidates = candidates.size() > 1 && toItsEnd ? gone(candidates) : candidates;
        }
        if (candidates.size() == 1) {
            Candidate only = candidates.get(0);
            long left = toItsEnd ? leftBehind(only) : 0;
            violations.addRestricted(only.key(), only.parent(), left == 0 ? only.children() : left);
        }
    }

    /** How many child rows still lack the parent row at the statement's end; 0 if it cannot be run to its end. */
    private long leftBehind(Candidate only) throws SQLException {
        if (!only.key().comparesEqually()) {
            return 0;
        }
        return atItsEnd(() -> rows(investigation.orphans().without(only.key(), only.parent())), 0L);
    }

    /** Reads the state at the statement's end; returns something else if it cannot be run to its end. */
    private <T> T atItsEnd(Execution<T> reading, T otherwise) throws SQLException {
        try {
            return trial.look(rows -> reading.run());
        } catch (SQLException e) {
            if (investigation.deadline().isOver()) {
                throw e;
            }
            return otherwise;
        }
    }

    private static long rows(Map<KeyValues, Tally> tallies) {
        return tallies.values().stream().mapToLong(Tally::rows).sum();
    }

    private List<Candidate> candidates(WrittenRows rows) throws SQLException {
        TargetRows targets = TargetRows.of(investigation, failed);
        List<Candidate> candidates = new ArrayList<>();
        for (SchemaKey key : catalogue.keys()) {
            if (!key.restricts()) {
                continue;
            }
            if (!key.comparesEqually() && mayBeRestricted(key, rows, targets)) {
                return List.of(); // its action may compare otherwise than a query
            }
            if (mayMissParents(key, rows, targets)) {
                return List.of();
            }
            if (!key.isReportedByUpdateHook() || mayReplaceParents(key)) {
                if (mayBeRestricted(key, rows, targets)) {
                    addReferenced(candidates, key, targets);
                }
                continue;
            }
            for (KeyValues parent : parents(key, rows, targets)) {
                long children = investigation.orphans().referencing(key, parent, deletedChildren(key, rows));
                if (children > 0) {
                    candidates.add(new Candidate(key, parent, children));
                }
            }
        }
        return candidates;
    }

    /** The child rows that SQLite had deleted when it stopped, among them a parent row that references itself. */
    private static long[] deletedChildren(SchemaKey key, WrittenRows rows) {
        return rows.of(key.schema(), key.foreignKey().childTable()).stream()
                .flatMapToLong(table -> Arrays.stream(table.rowIds(SQLiteUpdateListener.Type.DELETE)))
                .toArray();
    }

    /** Any referenced parent row may be the cause, unless the SQL says which rows go. */
    private void addReferenced(List<Candidate> candidates, SchemaKey key, TargetRows targets) throws SQLException {
        Optional<Set<KeyValues>> gone = changesAlone(key, targets)
                ? Optional.of(Set.copyOf(targets.parentKeys(key)))
                : ReplacedRows.parentKeys(investigation, catalogue, failed, key);
        investigation.orphans().referenced(key).forEach((parent, tally) -> {
            if (gone.isEmpty() || gone.get().contains(parent)) {
                // a row that references itself goes with its key
                candidates.add(new Candidate(key, parent, key.isWithinOneTable() ? 0 : tally.rows()));
            }
        });
    }

    /**
     * Returns whether parent rows may have been updated that are not known: the update hook reports the new rowid, and only a
     * simple statement says which rows had another before.
     */
    private static boolean mayMissParents(SchemaKey key, WrittenRows rows, TargetRows targets) {
        return key.restrictsUpdate()
                && !targets.areParents(key)
                && rows.of(key.schema(), key.foreignKey().parentTable()).stream()
                        .anyMatch(table -> table.has(SQLiteUpdateListener.Type.UPDATE));
    }

    /** Returns whether parent rows may have been replaced, which SQLite forbids before it writes the row that replaces them. */
    private boolean mayReplaceParents(SchemaKey key) throws SQLException {
        return replaces() && key.restrictsDelete() && mayWriteParents(key);
    }

    private boolean mayWriteParents(SchemaKey key) throws SQLException {
        return key.isParentIn(investigation.written(failed.statement()));
    }

    /** Returns whether the statement's target rows are the only rows of the parent table that it changes. */
    private boolean changesAlone(SchemaKey key, TargetRows targets) {
        return targets.areParents(key) && !replaces() && !targets.mayNotBeAll(catalogue);
    }

    /** Returns whether a trigger may have let another parent row be referenced before SQLite stopped. */
    private boolean mayAddReferences(WrittenRows rows) {
        return catalogue.triggers()
                && catalogue.keys().stream()
                        .filter(SchemaKey::restricts)
                        .anyMatch(key -> rows.of(key.schema(), key.foreignKey().childTable()).stream()
                                .anyMatch(table ->
                                        table.has(SQLiteUpdateListener.Type.INSERT, SQLiteUpdateListener.Type.UPDATE)));
    }

    private boolean isUpdate() {
        return failed.statement()
                .plainChange()
                .filter(change -> !change.deletes())
                .isPresent();
    }

    private boolean replaces() {
        return failed.mayReplace(catalogue);
    }

    /** Returns whether the update hook reports a change of the parent's rows that the key restricts. */
    private boolean mayBeRestricted(SchemaKey key, WrittenRows rows, TargetRows targets) throws SQLException {
        if (changesAlone(key, targets)) {
            return key.restricts(targets.deletes());
        }
        if (isUpdate() && !catalogue.triggers() && !replaces() && !key.restrictsUpdate()) {
            return false; // the actions of an UPDATE delete nothing
        }
        if (key.parentRowId().isEmpty()) {
            return mayWriteParents(key);
        }
        boolean replaces = mayReplaceParents(key);
        List<Rows> parents = rows.of(key.schema(), key.foreignKey().parentTable());
        boolean deleted = replaces
                || parents.stream()
                        .anyMatch(
                                table -> table.has(SQLiteUpdateListener.Type.DELETE, SQLiteUpdateListener.Type.INSERT));
        boolean updated = parents.stream().anyMatch(table -> table.has(SQLiteUpdateListener.Type.UPDATE));
        return (deleted && key.restrictsDelete()) || (updated && key.restrictsUpdate());
    }

    /** The keys of the parent rows that were deleted, replaced or updated, if the foreign key forbids that change. */
    private Set<KeyValues> parents(SchemaKey key, WrittenRows rows, TargetRows targets) throws SQLException {
        Set<KeyValues> parents = new LinkedHashSet<>();
        if (key.restricts(targets.deletes())) {
            parents.addAll(targets.parentKeys(key));
        }
        for (Rows table : rows.of(key.schema(), key.foreignKey().parentTable())) {
            if (key.restrictsDelete()) {
                parents.addAll(investigation
                        .orphans()
                        .parentKeys(
                                key, table.rowIds(SQLiteUpdateListener.Type.DELETE, SQLiteUpdateListener.Type.INSERT)));
            }
            if (key.restrictsUpdate()) {
                parents.addAll(investigation.orphans().parentKeys(key, table.rowIds(SQLiteUpdateListener.Type.UPDATE)));
            }
        }
        return parents;
    }

    /** The row that was written last, if rows of only one table were written and none by an action of its own keys. */
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
            boolean reported =
                    candidate.key().isReportedByUpdateHook() && candidate.key().isParent(table.schema(), table.table());
            if (actsOnItself || !reported) {
                return candidates;
            }
            if (investigation
                    .orphans()
                    .parentKeys(candidate.key(), new long[] {rows.lastRowId()})
                    .contains(candidate.parent())) {
                last.add(candidate);
            }
        }
        return last.isEmpty() ? candidates : last;
    }

    /** The row that SQLite comes to first, if nothing but the statement itself changes the rows of its table. */
    private List<Candidate> first(List<Candidate> candidates) throws SQLException {
        TargetRows targets = TargetRows.of(investigation, failed);
        if (targets.mayNotBeAll(catalogue)) {
            return candidates;
        }
        List<Candidate> first = new ArrayList<>();
        long position = Long.MAX_VALUE;
        for (Candidate candidate : candidates) {
            OptionalLong next = targets.position(candidate.key(), candidate.parent());
            if (next.isEmpty()) {
                return candidates;
            }
            if (next.getAsLong() < position) {
                first.clear();
                position = next.getAsLong();
            }
            if (next.getAsLong() == position) {
                first.add(candidate);
            }
        }
        return first;
    }

    /** Returns whether the child rows were as before when SQLite stopped: changed or deleted first, they would not stop it. */
    private boolean haveTheirChildren(List<Candidate> candidates, WrittenRows written) throws SQLException {
        TargetRows targets = TargetRows.of(investigation, failed);
        return candidates.stream().map(Candidate::key).allMatch(key -> {
            String child = key.foreignKey().childTable();
            return key.childRowId().isPresent()
                    ? written.of(key.schema(), child).isEmpty()
                    : targets.areParents(key) && !key.isWithinOneTable() && !catalogue.mayChange(key.schema(), child);
        });
    }

    /** The keys whose parent row no longer exists at the statement's end, if it can be run to its end. */
    private List<Candidate> gone(List<Candidate> candidates) throws SQLException {
        return atItsEnd(
                () -> {
                    List<Candidate> gone = new ArrayList<>();
                    for (Candidate candidate : candidates) {
                        if (!investigation.orphans().parentExists(candidate.key(), candidate.parent())) {
                            gone.add(candidate);
                        }
                    }
                    return gone;
                },
                candidates);
    }
}
