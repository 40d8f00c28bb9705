package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.driver.MismatchErrors;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.driver.RolledBack.TransactionLostException;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.explain.RowTrials.Outcome;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.DeclaredKey;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Explains the failure of one statement: by reading if that proves it, otherwise by a re-run. */
record StatementExplanation(Investigation investigation) {
    /** How many pairs of a parent and a child row SQLite compares in a millisecond, at least. */
    private static final double PAIRS = 4_000;

    /** How many rows SQLite deletes in a millisecond, at least, where an index finds the child rows of each. */
    private static final long ROWS = 100;

    private static final int PLAN_DETAIL = 3;

    /** Adds the violations of one statement if reading proves them; returns whether it does. */
    boolean read(Violations violations, FailedStatement failed, Outcome outcome) throws SQLException {
        boolean restricted = outcome == Outcome.FAILED_BY_RESTRICT;
        FailedStatement again = DropTable.asDelete(investigation.connection(), failed);
        violations.check((key, kind) -> isChecked(key, restricted && restricts(key, kind, again)));
        boolean drops = failed.statement().isDropTable();
        return ReadProof.attempt(
                        investigation, () -> ReadProof.addTo(violations, investigation, again, restricted, drops))
                .orElse(false);
    }

    /**
     * Returns a key of the table that a DROP TABLE drops, whose own parent table does not exist; empty if there is none. SQLite
     * subtracts its rows from the violations, and fails the statement as well if the result is negative.
     */
    Optional<Undetermined> withoutParentTable(FailedStatement failed, Outcome outcome) throws SQLException {
        if (!failed.statement().isDropTable() || outcome == Outcome.FAILED_BY_RESTRICT) {
            return Optional.empty();
        }
        DropTable drop = DropTable.of(failed.statement().tokens());
        Optional<DatabaseSchema> schema = investigation.schemaOf(drop.schema().orElse(""), drop.table());
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        List<DeclaredKey> keys = schema.get().declaredKeysFrom(investigation.connection(), drop.table()).stream()
                .filter(key -> !key.deferred())
                .toList();
        return investigation.deadline().interrupting(() -> investigation.withoutParentTable(schema.get(), keys));
    }

    /** Adds the violations of one statement by re-running it; returns what is missing. */
    Optional<Undetermined> rerun(Catalogue catalogue, Violations violations, FailedStatement failed, Outcome outcome)
            throws SQLException {
        boolean restricted = outcome == Outcome.FAILED_BY_RESTRICT;
        FailedStatement again = DropTable.asDelete(investigation.connection(), failed);
        Optional<Undetermined> obstacle = restricted ? obstacleBeyondTheFailure(catalogue, again) : Optional.empty();
        violations.check((key, kind) -> isChecked(
                key,
                restricted
                        && (isKnownFromTheSql(catalogue, key, again)
                                ? restricts(key, kind, again)
                                : kind == Kind.STILL_REFERENCED && key.restrictsAlways())));
        Trial trial = new Trial(investigation, again);
        long before = violations.restricts();
        Optional<Undetermined> gap;
        try {
            gap = obstacle.isPresent() ? obstacle : addOrphans(catalogue, violations, again, trial, outcome);
        } catch (SQLException e) {
            Optional<Undetermined> mismatch = mismatch(e, again);
            if (mismatch.isPresent()) {
                return mismatch;
            }
            if (!restricted || isFatal(e)) {
                throw e;
            }
            gap = Optional.of(stoppedByTrigger(e));
        }
        if (!restricted || violations.restricts() > before) {
            return gap;
        }
        new RestrictSearch(investigation, catalogue, again, trial).addTo(violations, obstacle.isEmpty());
        boolean found = violations.restricts() > before
                && gap.filter(missing -> missing.reason() == Reason.DEFERRED_RESTRICT)
                        .isEmpty();
        // what was not re-run to its end may violate other keys as well
        return found ? obstacle : gap.or(() -> Optional.of(Reason.SEVERAL_RESTRICTS.because()));
    }

    /** Returns whether nothing can be searched any more after the failure of a re-run. */
    private boolean isFatal(SQLException failure) throws SQLException {
        return failure instanceof TransactionLostException
                || investigation.connection().isClosed()
                || investigation.deadline().isOver();
    }

    /**
     * Returns the key whose index the failed re-run needs; empty if it failed for another reason. A DROP TABLE, or an INSERT of one
     * row, does not need that index itself: only the deferred keys of the re-run do.
     */
    private Optional<Undetermined> mismatch(SQLException failure, FailedStatement failed) throws SQLException {
        return isFatal(failure)
                ? Optional.empty()
                : MismatchErrors.explain(investigation.connection(), failure, failed.sql());
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
    private Optional<Undetermined> obstacleBeyondTheFailure(Catalogue catalogue, FailedStatement failed)
            throws SQLException {
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
        return investigation.deadline().interrupting(() -> isShort(catalogue, failed))
                ? Optional.empty()
                : Optional.of(Reason.MAY_TAKE_LONG.because());
    }

    /** Returns whether the statement can write only so few rows that it is fast. */
    private boolean isShort(Catalogue catalogue, FailedStatement failed) throws SQLException {
        if (failed.statement().isInsert() && failed.statement().says("SELECT")) {
            return false;
        }
        WrittenTables written = investigation.written(failed.statement());
        for (SchemaKey key : catalogue.keys()) {
            long milliseconds = investigation.deadline().limit().toMillis();
            long most = isIndexed(key) ? ROWS * milliseconds : (long) Math.sqrt(PAIRS * milliseconds);
            if (key.isIn(written)
                    && (hasMoreRows(key.schema(), key.child(), most)
                            || hasMoreRows(key.schema(), key.parent(), most))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether an index finds the child rows of a parent row; otherwise each parent row may be compared with every child row. */
    private boolean isIndexed(SchemaKey key) throws SQLException {
        String condition = key.foreignKey().childColumns().stream()
                .map(column -> SqlNames.quoted(column) + " = 0")
                .collect(Collectors.joining(" AND "));
        String plan = "EXPLAIN QUERY PLAN SELECT 1 FROM "
                + SqlNames.quoted(key.schema(), key.foreignKey().childTable()) + " WHERE " + condition;
        return Query.rows(investigation.connection(), plan).stream()
                .anyMatch(step -> String.valueOf(step.get(PLAN_DETAIL)).startsWith("SEARCH"));
    }

    private boolean hasMoreRows(String schema, TableFacts table, long most) throws SQLException {
        return Query.hasRow(
                investigation.connection(),
                "SELECT 1 FROM " + SqlNames.quoted(schema, table.name()) + " LIMIT 1 OFFSET " + most);
    }

    /**
     * Returns whether a foreign key is checked with the statement. A deferred one is checked at the end of the transaction,
     * except a RESTRICT, which acts at once.
     */
    private boolean isChecked(SchemaKey key, boolean restricts) {
        return !key.foreignKey().deferred() || investigation.autoCommit() || restricts;
    }

    /**
     * Adds the orphan rows that the statement adds. If it adds none and fails nevertheless, the existing orphan rows that it
     * writes again are the reason: SQLite counts the rows that a statement writes, whatever they were before.
     */
    private Optional<Undetermined> addOrphans(
            Catalogue catalogue, Violations violations, FailedStatement failed, Trial trial, Outcome outcome)
            throws SQLException {
        OrphanQueries orphans = investigation.orphans();
        long before = violations.size();
        StatementSearch.Orphans found = new StatementSearch(investigation, catalogue, failed, trial).orphans();
        if (outcome == Outcome.FAILED_BY_RESTRICT && !failed.mayReplace(catalogue)) {
            violations.checkAlso((key, kind) -> kind == Kind.STILL_REFERENCED && key.restricts(found.rows()));
        }
        found.added().addTo(violations, orphans::parent);
        if (outcome == Outcome.FAILED && violations.size() == before) {
            RewrittenOrphans.Found older = new RewrittenOrphans(investigation, catalogue, failed, trial).find();
            older.certain().addTo(violations, orphans::parent);
            return older.gap();
        }
        boolean replaced =
                outcome == Outcome.FAILED_BY_RESTRICT && isUnreported(catalogue, violations, failed, found.rows());
        return replaced ? Optional.of(Reason.DEFERRED_RESTRICT.because()) : Optional.empty();
    }

    private static boolean restricts(SchemaKey key, Kind kind, FailedStatement failed) {
        return kind == Kind.STILL_REFERENCED && key.restricts(failed.statement());
    }

    /** Returns whether the statement's SQL says how the parent rows of a foreign key are changed: by nothing else. */
    private static boolean isKnownFromTheSql(Catalogue catalogue, SchemaKey key, FailedStatement failed) {
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
    private static boolean isUnreported(
            Catalogue catalogue, Violations violations, FailedStatement failed, WrittenRows rows) {
        return violations.leftOut().stream()
                .filter(key -> !isKnownFromTheSql(catalogue, key, failed))
                .anyMatch(key -> failed.mayReplace(catalogue)
                        || rows.of(key.schema(), key.foreignKey().parentTable()).stream()
                                .allMatch(WrittenRows.Rows::isAmbiguous));
    }
}
