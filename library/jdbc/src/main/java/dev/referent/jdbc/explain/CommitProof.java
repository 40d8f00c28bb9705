package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.jdbc.explain.TransactionWrites.Outcome;
import dev.referent.jdbc.explain.TransactionWrites.Write;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves the violations of a COMMIT from the remembered writes of its transaction: if it only inserted known values into the
 * child tables of the keys that are checked at COMMIT, the violations are those rows that have no parent row now.
 */
final class CommitProof {
    private final Investigation investigation;
    private final Violations violations;
    private final Map<String, Optional<InsertProof>> inserts = new HashMap<>();

    /** Creates a proof for the keys that the given violations check. */
    CommitProof(Investigation investigation, Violations violations) {
        this.investigation = investigation;
        this.violations = violations;
    }

    /** Adds the violations; returns whether they are proved. If not, nothing is added. */
    boolean addTo(List<Write> writes) throws SQLException {
        Map<SchemaKey, Set<KeyValues>> written = new LinkedHashMap<>();
        for (Write write : writes) {
            if (!read(write, written)) {
                return false;
            }
        }
        Violations found = violations.fresh();
        InsertProof.addMissingParents(found, investigation, written);
        violations.addAll(found);
        return found.size() > 0;
    }

    /** Reads what was written into the columns of the checked keys; returns false if that is not known. */
    private boolean read(Write write, Map<SchemaKey, Set<KeyValues>> written) throws SQLException {
        if (write.outcome() != Outcome.SUCCEEDED) {
            return leavesNothing(investigation, write);
        }
        if (!inserts.containsKey(write.sql())) {
            SqlStatement statement = SqlStatement.of(write.sql());
            if (statement.plainInsert().isEmpty()) {
                Optional<ChangeProof> change = ChangeProof.of(investigation, statement);
                return change.isPresent()
                        && change.get().isApartFrom(key -> violations.isChecked(key, Kind.MISSING_PARENT));
            }
            inserts.put(write.sql(), InsertProof.of(investigation, statement));
        }
        Optional<InsertProof> insert = inserts.get(write.sql());
        Optional<Map<SchemaKey, Set<KeyValues>>> ofWrite =
                insert.isPresent() ? insert.get().written(violations, write.bound()) : Optional.empty();
        ofWrite.ifPresent(keys -> keys.forEach((key, values) ->
                written.computeIfAbsent(key, unseen -> new LinkedHashSet<>()).addAll(values)));
        return ofWrite.isPresent();
    }

    /**
     * Returns whether a failed statement has left no row behind, because no clause makes it keep what it did before it failed.
     */
    static boolean leavesNothing(Investigation investigation, Write write) throws SQLException {
        SqlStatement statement = SqlStatement.of(write.sql());
        return !statement.says("FAIL")
                && !investigation
                        .catalogue(investigation.named(statement.tokens()))
                        .fails();
    }
}
