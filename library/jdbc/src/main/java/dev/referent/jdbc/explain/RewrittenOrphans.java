package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.Undetermined;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.driver.WrittenRows.Rows;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteUpdateListener;

/**
 * The existing orphan rows that a statement writes again. SQLite counts what a statement writes, whatever it was before: an INSERT or
 * REPLACE of an orphan row, and an UPDATE that assigns to its key, or whose table references itself.
 */
record RewrittenOrphans(Investigation investigation, Catalogue catalogue, FailedStatement failed, Trial trial) {
    /**
     * Those that SQLite counts.
     *
     * @param certain those that it certainly counts
     * @param gap those that a trigger, an action or an upsert updates beside them, which it may count as well; empty if there are none
     */
    record Found(OrphanCount certain, Optional<Undetermined> gap) {}

    /**
     * Returns those that SQLite certainly counts. If there are none, only one that a trigger, an action or an upsert updates can be the
     * cause, because the statement failed, unless a trigger raises SQLite's own message.
     */
    Found find() throws SQLException {
        Map<SchemaKey, Set<KeyValues>> targets = new LinkedHashMap<>();
        for (SchemaKey key : catalogue.keys()) {
            if (isCounted(key) && (key.childRowId().isEmpty() || isSharedWithOthers(key))) {
                targets.put(
                        key, TargetRows.of(investigation, failed).orphans(key).keySet());
            }
        }
        // SQLite's update hook reports no row of a table without rowid, and SQLite counts a row that becomes its own
        // parent in another collation: such orphan rows may be the cause as well
        WrittenTables written = investigation.written(failed.statement());
        boolean isReported = catalogue.keys().stream()
                .filter(key -> key.childRowId().isEmpty() || key.isWithinOneTable())
                .noneMatch(key -> key.isChildIn(written));
        return trial.look(rows -> {
            OrphanCount certain = new OrphanCount();
            OrphanCount others = new OrphanCount();
            for (SchemaKey key : catalogue.keys()) {
                if (key.childRowId().isPresent()) {
                    add(key, rows, targets, certain, others);
                } else if (targets.containsKey(key)) {
                    Map<KeyValues, Tally> after = investigation.orphans().all(key);
                    after.keySet().retainAll(targets.get(key));
                    certain.put(key, after);
                }
            }
            if (certain.isEmpty()) {
                boolean isOnlyCause = others.size() == 1 && isReported && !catalogue.raisesForeignKeyMessage();
                return new Found(isOnlyCause ? others : certain, Optional.empty());
            }
            return new Found(certain, others.gap());
        });
    }

    private void add(
            SchemaKey key,
            WrittenRows rows,
            Map<SchemaKey, Set<KeyValues>> targets,
            OrphanCount certain,
            OrphanCount others)
            throws SQLException {
        for (Rows table : rows.of(key.schema(), key.foreignKey().childTable())) {
            certain.put(key, investigation.orphans().among(key, table.rowIds(SQLiteUpdateListener.Type.INSERT)));
            if (isCounted(key) || mayBeCounted(key)) {
                Map<KeyValues, Tally> updated =
                        investigation.orphans().among(key, table.rowIds(SQLiteUpdateListener.Type.UPDATE));
                if (targets.containsKey(key)) {
                    Map<KeyValues, Tally> own = new LinkedHashMap<>(updated);
                    own.keySet().retainAll(targets.get(key));
                    certain.put(key, own);
                    updated.keySet().removeAll(targets.get(key));
                }
                (isCounted(key) && !targets.containsKey(key) ? certain : others).put(key, updated);
            }
        }
    }

    /**
     * Returns whether something else may update rows of the key's table without a change of the key, which SQLite then does not
     * check, unless the table references itself.
     */
    private boolean isSharedWithOthers(SchemaKey key) {
        return mayBeCounted(key) && !key.isWithinOneTable();
    }

    /** Returns whether something else than the assignments of a plain UPDATE may update rows of the key's table. */
    private boolean mayBeCounted(SchemaKey key) {
        return failed.statement().plainChange().isEmpty()
                || catalogue.mayChange(key.schema(), key.foreignKey().childTable());
    }

    /** Returns whether SQLite checks the key of each row that the statement itself updates. */
    private boolean isCounted(SchemaKey key) {
        ForeignKey foreignKey = key.foreignKey();
        return failed.statement()
                .plainChange()
                .filter(change -> SqlNames.same(change.table(), foreignKey.childTable()))
                .filter(change -> SqlNames.same(change.table(), foreignKey.parentTable())
                        || key.child().mayChange(change, foreignKey.childColumns()))
                .isPresent();
    }
}
