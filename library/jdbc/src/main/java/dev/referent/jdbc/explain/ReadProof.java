package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;

/**
 * Proves by reading only which foreign keys a simple statement violates: point look-ups on the same connection, without a
 * savepoint, a re-run or a lasting lock.
 */
final class ReadProof {
    private static final Set<Integer> NOT_ACCEPTED =
            Set.of(SQLiteErrorCode.SQLITE_ERROR.code, SQLiteErrorCode.SQLITE_TOOBIG.code);

    private ReadProof() {}

    /** Reads, and is interrupted at the deadline; empty if SQLite does not accept a query that is built from the statement's SQL. */
    static <T> Optional<T> attempt(Investigation investigation, Execution<T> proof) throws SQLException {
        try {
            return Optional.of(investigation.deadline().interrupting(() -> investigation.reading(proof)));
        } catch (SQLException e) {
            if (NOT_ACCEPTED.contains(e.getErrorCode() & 0xFF)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Adds the violations of a failed statement.
     *
     * @param failed the statement itself, or the DELETE that stands for a DROP TABLE
     * @param restricted whether it violated a RESTRICT
     * @param drops whether it stands for a DROP TABLE
     * @return whether they are proved; if not, nothing is added
     */
    static boolean addTo(
            Violations violations,
            Investigation investigation,
            FailedStatement failed,
            boolean restricted,
            boolean drops)
            throws SQLException {
        if (failed.values().isEmpty()) {
            return false;
        }
        Violations found = violations.fresh();
        SqlStatement statement = failed.statement();
        boolean known;
        if (statement.plainInsert().isPresent()) {
            Optional<InsertProof> proof = InsertProof.of(investigation, statement);
            known = !restricted && proof.isPresent() && proof.get().addTo(found, failed.bound());
        } else {
            Optional<ChangeProof> proof =
                    drops ? ChangeProof.ofDrop(investigation, statement) : ChangeProof.of(investigation, statement);
            known = proof.isPresent() && proof.get().addTo(found, failed.bound());
            // a RESTRICT has a result code of its own
            known &= known && restricted == proof.get().isRestricted();
        }
        if (!known || found.size() == 0) {
            return false;
        }
        violations.addAll(found);
        return true;
    }
}
