package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.Undetermined;
import dev.referent.jdbc.explain.RowTrials.Outcome;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.DeclaredKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Explains the failure of one statement: by reading if that proves it, otherwise by a re-run. */
record StatementExplanation(Investigation investigation) {
    /** Adds the violations of one statement if reading proves them; returns whether it does. */
    boolean read(Violations violations, FailedStatement failed, Outcome outcome) throws SQLException {
        boolean restricted = outcome == Outcome.FAILED_BY_RESTRICT;
        FailedStatement again = DropTable.asDelete(investigation.connection(), failed);
        violations.check((key, kind) -> investigation.isCheckedNow(key)
                || (restricted && kind == Kind.STILL_REFERENCED && key.restricts(again.statement())));
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
        FailedStatement again = DropTable.asDelete(investigation.connection(), failed);
        if (outcome == Outcome.FAILED_BY_RESTRICT) {
            return new RestrictExplanation(investigation, catalogue, again).addTo(violations);
        }
        violations.check((key, kind) -> investigation.isCheckedNow(key));
        Trial trial = new Trial(investigation, again);
        long before = violations.size();
        try {
            StatementSearch.Orphans found = new StatementSearch(investigation, catalogue, again, trial).orphans();
            found.added().addTo(violations, investigation.orphans()::parent);
            return outcome == Outcome.FAILED && violations.size() == before
                    ? addRewritten(violations, new RewrittenOrphans(investigation, catalogue, again, trial).find())
                    : Optional.empty();
        } catch (SQLException e) {
            Optional<Undetermined> mismatch = trial.mismatch(e);
            if (mismatch.isEmpty()) {
                throw e;
            }
            return mismatch;
        }
    }

    /**
     * Adds existing orphan rows that the statement writes again. They are the reason where it adds none and fails nevertheless: SQLite
     * counts the rows that a statement writes, whatever they were before.
     */
    private Optional<Undetermined> addRewritten(Violations violations, RewrittenOrphans.Found found)
            throws SQLException {
        found.certain().addTo(violations, investigation.orphans()::parent);
        return found.gap();
    }
}
