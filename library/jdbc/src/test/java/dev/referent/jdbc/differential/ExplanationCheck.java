package dev.referent.jdbc.differential;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares an explanation with what has to be said. */
final class ExplanationCheck {
    private final Schema schema;
    private final boolean incomplete;
    private final List<Expectation> expectations;
    private final List<String> disagreements = new ArrayList<>();
    private final Set<List<Object>> said = new HashSet<>();

    private ExplanationCheck(Schema schema, List<Expectation> expectations, boolean incomplete) {
        this.incomplete = incomplete;
        this.schema = schema;
        this.expectations = expectations;
    }

    /** Returns what is wrong with the explanation; nothing if it is right. */
    static List<String> disagreements(Schema schema, List<Expectation> expectations, ReportedExplanation explanation)
            throws SQLException {
        ExplanationCheck check = new ExplanationCheck(
                schema, expectations, explanation.undetermined().isPresent());
        for (ForeignKeyViolation violation : explanation.violations()) {
            check.add(violation);
        }
        if (!check.incomplete) {
            check.lookForGaps();
        }
        return check.disagreements;
    }

    private void add(ForeignKeyViolation violation) throws SQLException {
        Optional<Key> key = schema.keys()
                .filter(candidate -> candidate.isNamedBy(violation.foreignKey()))
                .findFirst();
        List<Expectation> rows = expectations.stream()
                .filter(candidate -> isAbout(violation, candidate))
                .toList();
        if (rows.isEmpty() || key.isEmpty()) {
            disagreements.add((key.isEmpty() ? "no such foreign key: " : "no such row rejected: ") + violation);
            return;
        }
        List<Value> values = violation.key().stream().map(Value::of).toList();
        Claim claim = new Claim(key.get(), violation.kind(), values);
        if (!said.add(List.of(violation.batchIndex(), claim))) {
            disagreements.add("said twice: " + violation.message());
        }
        for (Expectation row : rows) {
            if (row.required().containsKey(claim)) {
                count(violation, row.required().get(claim));
                return;
            }
        }
        for (Expectation row : rows) {
            if (row.proof().holds(claim)) {
                return;
            }
        }
        disagreements.add("blamed falsely: " + violation.message());
    }

    /** Where an explanation admits to be incomplete, it need not know which row of a batch it is. */
    private boolean isAbout(ForeignKeyViolation violation, Expectation row) {
        return row.batchIndex().equals(violation.batchIndex())
                || (incomplete && violation.batchIndex().isEmpty());
    }

    private void count(ForeignKeyViolation violation, long childRows) {
        if (violation.childRows() != Math.min(childRows, ForeignKeyViolation.CHILD_ROWS_BOUND)) {
            disagreements.add("child rows, of which there are " + childRows + ": " + violation);
        }
        if (violation.kind() == Kind.STILL_REFERENCED && !violation.childRow().isEmpty()) {
            disagreements.add("one child row named for many: " + violation);
        }
    }

    private void lookForGaps() {
        for (Expectation expectation : expectations) {
            for (Claim claim : expectation.required().keySet()) {
                if (!said.contains(List.of(expectation.batchIndex(), claim))) {
                    disagreements.add("not said: " + claim + " row " + expectation.batchIndex());
                }
            }
        }
    }
}
