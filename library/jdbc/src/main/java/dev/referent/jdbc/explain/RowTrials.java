package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.Undetermined;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.driver.WrittenRows.Rows;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.sql.SqlStatement.Target;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteUpdateListener;

/** Tries the rows of a batch one after the other: each is re-run in the state that the accepted ones have left. */
final class RowTrials {
    private final Investigation investigation;
    private final Catalogue catalogue;
    private final StatementExplanation statement;
    private final Map<String, Optional<Undetermined>> obstacles = new HashMap<>();
    private final Map<String, Boolean> rollingBack = new HashMap<>();
    private final Map<String, Boolean> leaving = new HashMap<>();
    private final Map<String, List<SchemaKey>> counted = new HashMap<>();

    RowTrials(Investigation investigation, Catalogue catalogue) {
        this.investigation = investigation;
        this.catalogue = catalogue;
        this.statement = new StatementExplanation(investigation);
    }

    enum Outcome {
        ACCEPTED,
        FAILED,
        FAILED_BY_RESTRICT,
        FAILED_OTHERWISE;

        /** Returns whether it violated a foreign key. */
        boolean isForeignKeys() {
            return this == FAILED || this == FAILED_BY_RESTRICT;
        }
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Investigation investigation() {
        return investigation;
    }

    /** Returns whether SQLite checks deferred keys when a row is accepted, because each row is a transaction of its own. */
    boolean areCheckedAtTheirEnd() {
        return investigation.autoCommit()
                && catalogue.keys().stream().anyMatch(key -> key.foreignKey().deferred());
    }

    Optional<Undetermined> addTo(Violations violations, FailedStatement row, Outcome outcome) throws SQLException {
        return statement.read(violations, row, outcome)
                ? Optional.empty()
                : statement.rerun(catalogue, violations, row, outcome);
    }

    List<ForeignKeyViolation> violations(FailedStatement row) throws SQLException {
        Violations violations = Violations.ofAll();
        Outcome outcome = tried(row);
        addTo(violations, row, outcome);
        return violations.listed();
    }

    /** Executes a row and rolls it back. */
    Outcome tried(FailedStatement row) throws SQLException {
        return outcome(() -> investigation.deadline().rollingBack(() -> {
            investigation.run(row);
            return row;
        }));
    }

    /**
     * Returns how many rows a row changes until it fails: SQLite counts those that triggers and actions change, and are undone. If it
     * fails only at its end, as a transaction of its own, SQLite counts none; here it is accepted, and its changes are counted.
     */
    long changes(FailedStatement row) throws SQLException {
        long before = investigation.connection().getDatabase().total_changes();
        Outcome outcome = tried(row);
        return outcome == Outcome.ACCEPTED
                ? 0
                : investigation.connection().getDatabase().total_changes() - before;
    }

    /** Executes a row, which stays if it is accepted. */
    Outcome executed(FailedStatement row) throws SQLException {
        return outcome(() -> investigation.run(row));
    }

    private Outcome outcome(FailedStatement.Action action) throws SQLException {
        try {
            action.run();
            return Outcome.ACCEPTED;
        } catch (SQLException e) {
            if (investigation.deadline().isOver()) {
                throw e;
            }
            if (ForeignKeyErrors.isRestrict(e)) {
                return Outcome.FAILED_BY_RESTRICT;
            }
            return ForeignKeyErrors.isViolation(e) ? Outcome.FAILED : Outcome.FAILED_OTHERWISE;
        }
    }

    /** Returns whether a trigger may fire when the row is executed: on its own table, or on another that an action writes. */
    boolean mayFireTriggers(FailedStatement row) throws SQLException {
        if (!catalogue.triggers()) {
            return false;
        }
        Optional<Target> target = row.statement().plainTarget();
        if (target.isEmpty() || investigation.written(row.statement()).names().size() > 1) {
            return true;
        }
        String table = target.get().table();
        Optional<DatabaseSchema> schema = investigation.schemaOf(target.get().schema(), table);
        return schema.isEmpty()
                || investigation.hasTrigger(schema.get(), table, target.get().event());
    }

    Optional<Undetermined> obstacle(FailedStatement row) throws SQLException {
        Optional<Undetermined> obstacle = obstacles.get(row.sql());
        if (obstacle == null) {
            obstacle = investigation.obstacle(row, catalogue);
            obstacles.put(row.sql(), obstacle);
        }
        return obstacle;
    }

    boolean mayRollBack(FailedStatement row) {
        return rollingBack.computeIfAbsent(row.sql(), sql -> row.mayRollBack(catalogue));
    }

    /** Returns whether rows can be tried one by one: none ends the transaction, or leaves rows behind when it fails. */
    boolean areRepeatable(List<FailedStatement> rows) {
        return rows.stream()
                .noneMatch(row -> (!investigation.autoCommit() && mayRollBack(row)) || leavesRowsBehind(row));
    }

    /** Returns whether the row may leave changes behind when it fails; otherwise SQLite undoes them. */
    boolean leavesRowsBehind(FailedStatement row) {
        return leaving.computeIfAbsent(row.sql(), sql -> row.mayLeaveRows(catalogue));
    }

    /** A row that is its own transaction and violates no immediate key can only violate a deferred key. */
    boolean failsAtItsEnd(FailedStatement row) throws SQLException {
        return violations(row).stream()
                .anyMatch(violation -> violation.foreignKey().deferred());
    }

    /**
     * Returns whether SQLite may accept or reject a row at the statement's end otherwise than its keys say. It counts
     * existing orphan rows of a deferred key: a write of one fails without a new violation, and a write of the parent row that
     * it lacks makes up for a violation elsewhere. A REPLACE or an upsert into a table that references itself is accepted
     * without its parent row.
     */
    boolean mayBeMiscounted(FailedStatement row) throws SQLException {
        List<SchemaKey> keys = counted.get(row.sql());
        if (keys == null) {
            keys = miscountedKeys(row);
            counted.put(row.sql(), keys);
        }
        boolean unknown = mayResolveConflicts(row) || !keys.stream().allMatch(SchemaKey::isReportedByUpdateHook);
        return !keys.isEmpty() && (unknown || touchesOrphans(row, keys));
    }

    private boolean mayResolveConflicts(FailedStatement row) {
        return row.statement().says("REPLACE") || row.statement().says("CONFLICT") || catalogue.resolvesConflicts();
    }

    /** Returns the deferred keys that the row may write and that SQLite may miscount. */
    private List<SchemaKey> miscountedKeys(FailedStatement row) throws SQLException {
        WrittenTables written = investigation.written(row.statement());
        List<SchemaKey> keys = new ArrayList<>();
        for (SchemaKey key : catalogue.keys()) {
            boolean mayBeAccepted = key.isWithinOneTable() && mayResolveConflicts(row);
            if (key.foreignKey().deferred()
                    && key.isIn(written)
                    && (mayBeAccepted || investigation.orphans().hasOrphans(key))) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** Returns whether the row writes an orphan row or the parent row that one lacks; true if that is not certain. */
    private boolean touchesOrphans(FailedStatement row, List<SchemaKey> keys) throws SQLException {
        OrphanQueries orphans = investigation.orphans();
        Map<SchemaKey, Set<KeyValues>> missing = new HashMap<>();
        for (SchemaKey key : keys) {
            missing.put(key, orphans.all(key).keySet());
        }
        WrittenRows rows = new WrittenRows();
        boolean adopts = investigation.deadline().rollingBack(() -> {
            investigation.run(row, rows);
            return anyExists(missing);
        });
        boolean touches = adopts || !rows.isComplete();
        for (SchemaKey key : keys) {
            for (Rows table : rows.of(key.schema(), key.foreignKey().childTable())) {
                touches = touches || mayTouchOrphans(key, table);
            }
        }
        return touches;
    }

    private boolean anyExists(Map<SchemaKey, Set<KeyValues>> parents) throws SQLException {
        for (Map.Entry<SchemaKey, Set<KeyValues>> ofKey : parents.entrySet()) {
            for (KeyValues parent : ofKey.getValue()) {
                if (investigation.orphans().parentExists(ofKey.getKey(), parent)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** An update that changes a rowid is reported with the new one only. */
    private boolean mayTouchOrphans(SchemaKey key, Rows table) throws SQLException {
        OrphanQueries orphans = investigation.orphans();
        long[] updated = table.rowIds(SQLiteUpdateListener.Type.UPDATE);
        String rowId = key.childRowId().orElseThrow();
        return table.updatesADeletedRowId()
                || orphans.existing(table.schema(), table.table(), rowId, updated).length < updated.length
                || !orphans.among(key, table.rowIds()).isEmpty();
    }
}
