package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.Deadline.DeadlineException;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves by reading only which rows of a batch of one simple statement fail: no row changes what another one reads, so each is
 * looked up separately.
 */
record BatchProof(Investigation investigation, List<FailedStatement> rows, Violations violations) {
    /** How many rows are looked up together. */
    private static final int AT_ONCE = 1_000;

    /**
     * What is proved.
     *
     * @param oneChangeEach whether each row before it has changed one row
     * @param gap what is missing
     */
    record Result(int stoppedAt, boolean oneChangeEach, Optional<Undetermined> gap) {}

    /**
     * Adds the violations of each failed row.
     *
     * @param stoppedAt the row that stopped the batch, if that is known
     * @param changes how many rows of tables the batch has changed; negative if that is not known
     * @return empty if they are not proved; then nothing is added
     */
    Optional<Result> result(OptionalInt stoppedAt, long changes) throws SQLException {
        SqlStatement statement = rows.get(0).statement();
        if (statement.plainInsert().isPresent()) {
            Optional<InsertProof> proof = InsertProof.of(investigation, statement);
            return proof.isPresent() ? inserted(proof.get(), stoppedAt, changes) : Optional.empty();
        }
        Optional<ChangeProof> proof = ChangeProof.of(investigation, statement);
        return proof.isPresent() && proof.get().isIndependent() ? changed(proof.get(), stoppedAt) : Optional.empty();
    }

    /** Returns whether some rows, those that are reached in time, are of the first row's statement and their values are known. */
    private boolean areOneStatement(List<FailedStatement> some) {
        String sql = rows.get(0).sql();
        return some.stream()
                .allMatch(row -> row.values().isPresent() && row.sql().equals(sql));
    }

    private Optional<Result> inserted(InsertProof proof, OptionalInt stoppedAt, long changes) throws SQLException {
        boolean counted = changes >= 0 && changes % proof.rows() == 0 && changes / proof.rows() < rows.size();
        if (!proof.isIndependent() || (stoppedAt.isEmpty() && !counted)) {
            return Optional.empty();
        }
        int first = stoppedAt.orElse((int) (changes / proof.rows()));
        if (!areOneStatement(rows.subList(0, first))) {
            return Optional.empty();
        }
        Violations found = violations.fresh();
        Optional<Undetermined> gap = Optional.empty();
        for (int from = first; from < rows.size() && gap.isEmpty(); from += AT_ONCE) {
            int start = from;
            Violations some = violations.fresh();
            try {
                List<FailedStatement> next = rows.subList(start, Math.min(rows.size(), start + AT_ONCE));
                if (!areOneStatement(next)
                        || !investigation.deadline().interrupting(() -> add(some, proof, next, start, first))) {
                    return Optional.empty();
                }
                found.addAll(some);
            } catch (DeadlineException e) {
                if (from == first) {
                    throw e;
                }
                gap = Optional.of(Reason.LATER_ROWS.because(from, Explainer.reason(investigation.deadline())));
            }
        }
        violations.addAll(found);
        return Optional.of(new Result(first, proof.rows() == 1, gap));
    }

    /** Adds the violations of some rows, the first of which has the index {@code start}; returns false if they are not proved. */
    private boolean add(Violations found, InsertProof proof, List<FailedStatement> some, int start, int first)
            throws SQLException {
        List<Map<SchemaKey, Set<KeyValues>>> written = new ArrayList<>();
        Map<SchemaKey, Set<KeyValues>> all = new LinkedHashMap<>();
        for (FailedStatement row : some) {
            Optional<Map<SchemaKey, Set<KeyValues>>> ofRow = proof.written(violations, row.bound());
            if (ofRow.isEmpty()) {
                return false;
            }
            written.add(ofRow.get());
            ofRow.get().forEach((key, values) -> all.computeIfAbsent(key, unseen -> new LinkedHashSet<>())
                    .addAll(values));
        }
        Map<SchemaKey, Set<KeyValues>> missing = new LinkedHashMap<>();
        for (Map.Entry<SchemaKey, Set<KeyValues>> ofKey : all.entrySet()) {
            missing.put(ofKey.getKey(), InsertProof.withoutParent(investigation, ofKey.getKey(), ofKey.getValue()));
        }
        for (int i = 0; i < some.size(); i++) {
            long before = found.size();
            add(found, start + i, written.get(i), missing);
            boolean fails = found.size() > before;
            boolean unsure = start + i > first
                    && fails
                    && (proof.mayBeAccepted()
                            || proof.mayFailOtherwise(some.get(i).bound()));
            if (unsure || (start + i == first && !fails)) {
                return false;
            }
        }
        return true;
    }

    private static void add(
            Violations found, int row, Map<SchemaKey, Set<KeyValues>> written, Map<SchemaKey, Set<KeyValues>> missing) {
        found.ofRow(row);
        written.forEach((key, values) -> values.stream()
                .filter(missing.getOrDefault(key, Set.of())::contains)
                .forEach(value -> found.addMissingParent(key, value, new Tally(1, Map.of()))));
    }

    /**
     * The rows before the one that stopped the batch have already taken effect, so their WHERE clauses match nothing any more.
     */
    private Optional<Result> changed(ChangeProof proof, OptionalInt stoppedAt) throws SQLException {
        Violations found = violations.fresh();
        SqlStatement statement = rows.get(0).statement();
        found.checkAlso((key, kind) -> kind == Kind.STILL_REFERENCED && key.restricts(statement));
        int first = -1;
        Optional<Undetermined> gap = Optional.empty();
        for (int row = 0; row < rows.size() && gap.isEmpty(); row++) {
            if (!areOneStatement(rows.subList(row, row + 1))) {
                return Optional.empty();
            }
            List<@Nullable Object> bound = rows.get(row).bound();
            Violations ofRow = found.fresh();
            ofRow.ofRow(row);
            boolean later = first >= 0;
            try {
                if (!investigation.deadline().interrupting(() -> add(ofRow, proof, bound, later))) {
                    return Optional.empty();
                }
                first = !later && ofRow.size() > 0 ? row : first;
                found.addAll(ofRow);
            } catch (DeadlineException e) {
                if (!later) {
                    throw e;
                }
                gap = Optional.of(Reason.LATER_ROWS.because(row, Explainer.reason(investigation.deadline())));
            }
        }
        if (first < 0 || (stoppedAt.isPresent() && stoppedAt.getAsInt() != first)) {
            return Optional.empty();
        }
        violations.addAll(found);
        return Optional.of(new Result(first, false, gap));
    }

    /** Adds the violations of a row; returns false if they are not proved. */
    private static boolean add(Violations found, ChangeProof proof, List<@Nullable Object> bound, boolean later)
            throws SQLException {
        return !proof.writesOrphans(bound)
                && proof.addTo(found, bound)
                && !(later && found.size() > 0 && proof.mayBeAccepted(bound));
    }
}
