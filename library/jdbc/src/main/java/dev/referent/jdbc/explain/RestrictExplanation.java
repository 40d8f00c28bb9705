package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Explains the failure of one statement that a RESTRICT has stopped, by a re-run. Its foreign keys are deferred in the re-run, so what
 * the RESTRICT stopped is done, if it may be, and the parent rows that lack their child rows' key show which RESTRICT it was.
 */
record RestrictExplanation(Investigation investigation, Catalogue catalogue, FailedStatement failed) {
    /** How many pairs of a parent and a child row SQLite compares in a millisecond, at least. */
    private static final double PAIRS = 4_000;

    /** How many rows SQLite deletes in a millisecond, at least, where an index finds the child rows of each. */
    private static final long ROWS = 100;

    Optional<Undetermined> addTo(Violations violations) throws SQLException {
        Optional<Undetermined> obstacle = obstacleBeyondTheFailure();
        violations.check((key, kind) -> investigation.isCheckedNow(key) || restricts(key, kind));
        Trial trial = new Trial(investigation, catalogue, failed);
        long before = violations.restricts();
        Optional<Undetermined> gap;
        try {
            gap = obstacle.isPresent() ? obstacle : addOrphans(violations, trial);
        } catch (SQLException e) {
            Optional<Undetermined> mismatch = trial.mismatch(e);
            if (mismatch.isPresent()) {
                return mismatch;
            }
            if (trial.isFatal(e)) {
                throw e;
            }
            gap = Optional.of(stoppedByTrigger(e));
        }
        if (violations.restricts() > before) {
            return gap;
        }
        new RestrictSearch(investigation, catalogue, failed, trial).addTo(violations, obstacle.isEmpty());
        boolean found = violations.restricts() > before
                && gap.filter(missing -> missing.reason() == Reason.DEFERRED_RESTRICT)
                        .isEmpty();
        // what was not re-run to its end may violate other keys as well
        return found ? obstacle : gap.or(() -> Optional.of(Reason.SEVERAL_RESTRICTS.because()));
    }

    private boolean restricts(SchemaKey key, Kind kind) {
        return kind == Kind.STILL_REFERENCED
                && (isKnownFromTheSql(key) ? key.restricts(failed.statement()) : key.restrictsAlways());
    }

    /** Adds the orphan rows that the statement adds. */
    private Optional<Undetermined> addOrphans(Violations violations, Trial trial) throws SQLException {
        StatementSearch.Orphans found = new StatementSearch(investigation, catalogue, failed, trial).orphans();
        if (!failed.mayReplace(catalogue)) {
            violations.checkAlso((key, kind) -> kind == Kind.STILL_REFERENCED && key.restricts(found.rows()));
        }
        found.added().addTo(violations, investigation.orphans()::parent);
        return isUnreported(violations, found.rows())
                ? Optional.of(Reason.DEFERRED_RESTRICT.because())
                : Optional.empty();
    }

    /** A deferred key raises no error: a trigger of the application does, with SQLite's message. */
    private static Undetermined stoppedByTrigger(SQLException failure) {
        return ForeignKeyErrors.isViolation(failure)
                ? Reason.NOT_FOUND.because().at("a trigger raises SQLite's own message")
                : Reason.FAILS_OTHERWISE.because(String.valueOf(failure.getMessage()));
    }

    /**
     * Returns why a statement must not be re-run beyond the RESTRICT that stopped it; empty if it may. In a transaction it cannot be
     * interrupted, and the time of the failed run says nothing about the rest of it.
     */
    private Optional<Undetermined> obstacleBeyondTheFailure() throws SQLException {
        if (investigation.autoCommit()) {
            return Optional.empty();
        }
        WrittenTables written = investigation.written(failed.statement());
        boolean mayRestrict = catalogue.keys().stream().anyMatch(key -> key.restricts() && key.isParentIn(written));
        if (!mayRestrict) {
            return Optional.empty(); // the RAISE of a trigger ends the re-run, too
        }
        if (failed.mayRollBack(catalogue)) {
            return Optional.of(Reason.MAY_ROLL_BACK.because());
        }
        return investigation.deadline().interrupting(() -> isShort())
                ? Optional.empty()
                : Optional.of(Reason.MAY_TAKE_LONG.because());
    }

    /** Returns whether the statement can write only so few rows that it is fast. */
    private boolean isShort() throws SQLException {
        if (failed.statement().isInsert() && failed.statement().says("SELECT")) {
            return false;
        }
        WrittenTables written = investigation.written(failed.statement());
        for (SchemaKey key : catalogue.keys()) {
            long milliseconds = investigation.deadline().limit().toMillis();
            long most = investigation.hasChildIndex(key) ? ROWS * milliseconds : (long) Math.sqrt(PAIRS * milliseconds);
            if (key.isIn(written)
                    && (hasMoreRows(key.schema(), key.child(), most)
                            || hasMoreRows(key.schema(), key.parent(), most))) {
                return false;
            }
        }
        return true;
    }

    private boolean hasMoreRows(String schema, TableFacts table, long most) throws SQLException {
        return Query.hasRow(
                investigation.connection(),
                "SELECT 1 FROM " + SqlNames.quoted(schema, table.name()) + " LIMIT 1 OFFSET " + most);
    }

    /** Returns whether the statement's SQL says how the parent rows of a foreign key are changed: by nothing else. */
    private boolean isKnownFromTheSql(SchemaKey key) {
        String parent = key.foreignKey().parentTable();
        return !catalogue.mayChange(key.schema(), parent)
                && !failed.mayReplace(catalogue)
                && failed.statement()
                        .plainChange()
                        .filter(change -> SqlNames.same(change.table(), parent))
                        .isPresent();
    }

    /**
     * Returns whether a deferred key's RESTRICT may be violated by rows that the update hook does not report, as those that are
     * replaced.
     */
    private boolean isUnreported(Violations violations, WrittenRows rows) {
        return violations.leftOut().stream()
                .filter(key -> !isKnownFromTheSql(key))
                .anyMatch(key -> failed.mayReplace(catalogue)
                        || rows.of(key.schema(), key.foreignKey().parentTable()).stream()
                                .allMatch(WrittenRows.Rows::isAmbiguous));
    }
}
