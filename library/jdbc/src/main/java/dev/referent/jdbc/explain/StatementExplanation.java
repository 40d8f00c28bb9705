package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.Undetermined;
import dev.referent.jdbc.driver.Deadline.DeadlineException;
import dev.referent.jdbc.explain.RowTrials.Outcome;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.DeclaredKey;
import dev.referent.jdbc.sql.SimpleInsert;
import dev.referent.jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Explains the failure of one statement: by reading if that proves it, otherwise by a re-run. */
record StatementExplanation(Investigation investigation) {
    /**
     * Adds the violations of one statement if reading proves them: point look-ups on the same connection, without a savepoint, a re-run
     * or a lasting lock.
     *
     * @return whether it does; if not, nothing is added
     * @throws DeadlineException if it does, but has found only some of them
     */
    boolean read(Violations violations, FailedStatement failed, Outcome outcome) throws SQLException {
        boolean restricted = outcome == Outcome.FAILED_BY_RESTRICT;
        FailedStatement again = DropTable.asDelete(investigation.connection(), failed);
        violations.check((key, kind) -> investigation.isCheckedNow(key)
                || (restricted && kind == Kind.STILL_REFERENCED && key.restricts(again.statement())));
        boolean drops = failed.statement().isDropTable();
        Violations found = violations.fresh();
        boolean known;
        try {
            known = again.values().isPresent()
                    && investigation
                            .reading(() -> addTo(found, again, restricted, drops))
                            .orElse(false);
        } catch (DeadlineException e) {
            if (!investigation.repeatability().isLost(failed.nanoseconds())) {
                violations.addAll(found);
            }
            throw e;
        }
        if (!known || found.size() == 0) {
            return false;
        }
        violations.addAll(found);
        return true;
    }

    /** Adds what reading finds; returns false if the effects of the statement are not known. */
    private boolean addTo(Violations found, FailedStatement again, boolean restricted, boolean drops)
            throws SQLException {
        SqlStatement statement = again.statement();
        if (statement.plainInsert().isPresent()) {
            Optional<InsertProof> insert = InsertProof.of(investigation, statement);
            return !restricted && insert.isPresent() && insert.get().addTo(found, again.bound());
        }
        Optional<ChangeProof> change =
                drops ? ChangeProof.ofDrop(investigation, statement) : ChangeProof.of(investigation, statement);
        try {
            return change.isPresent()
                    && change.get().addTo(found, again.bound())
                    && restricted == change.get().isRestricted(); // a RESTRICT has a result code of its own
        } catch (SQLException e) {
            if (restricted != change.orElseThrow().isRestricted()) {
                found.clear();
            }
            throw e;
        }
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

    /**
     * Adds a few violations of an INSERT of the rows of a query, if it took too long for a re-run.
     *
     * @throws DeadlineException if it has added any
     */
    void readFew(Violations violations, FailedStatement failed) throws SQLException {
        Optional<SimpleInsert.OfQuery> insert = failed.statement().insertOfQuery();
        if (insert.isEmpty()
                || failed.values().isEmpty()
                || !investigation.deadline().isTooSoonFor(failed.nanoseconds())) {
            return;
        }
        Violations found = violations.fresh();
        try {
            investigation.reading(() -> {
                Optional<InsertProof> proof =
                        InsertProof.of(investigation, insert.get().into());
                if (proof.isPresent() && investigation.repeatability().isPlain(failed.statement())) {
                    proof.get().addFew(found, insert.get().query().with(failed.bound()));
                }
                return proof;
            });
        } finally {
            if (!investigation.repeatability().isLost(failed.nanoseconds())) {
                violations.addAll(found);
            }
        }
        if (found.size() > 0) {
            throw new DeadlineException();
        }
    }

    /** Adds the violations of one statement by re-running it; returns what is missing. */
    Optional<Undetermined> rerun(Catalogue catalogue, Violations violations, FailedStatement failed, Outcome outcome)
            throws SQLException {
        FailedStatement again = DropTable.asDelete(investigation.connection(), failed);
        if (outcome == Outcome.FAILED_BY_RESTRICT) {
            return new RestrictExplanation(investigation, catalogue, again).addTo(violations);
        }
        violations.check((key, kind) -> investigation.isCheckedNow(key));
        Trial trial = new Trial(investigation, catalogue, again);
        long before = violations.size();
        try {
            StatementSearch.Orphans found = new StatementSearch(investigation, catalogue, again, trial).orphans();
            found.added().addTo(violations, investigation.orphans()::parent);
            if (outcome != Outcome.FAILED || violations.size() > before) {
                return Optional.empty();
            }
            // SQLite counts the rows that a statement writes, whatever they were before
            RewrittenOrphans.Found rewritten = new RewrittenOrphans(investigation, catalogue, again, trial).find();
            rewritten.certain().addTo(violations, investigation.orphans()::parent);
            return rewritten.gap();
        } catch (SQLException e) {
            Optional<Undetermined> mismatch = trial.mismatch(e);
            if (mismatch.isEmpty()) {
                throw e;
            }
            return mismatch;
        }
    }
}
