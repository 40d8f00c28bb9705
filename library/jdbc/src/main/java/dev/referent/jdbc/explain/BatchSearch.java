package dev.referent.jdbc.explain;

import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.explain.RowTrials.Outcome;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Explains the rows of a batch from the one that stopped it: which of the later rows would have failed as well. */
record BatchSearch(RowTrials trials) {
    /** Explains the rows from the one that stopped the batch; returns what is missing. */
    Optional<Undetermined> addTo(Violations violations, List<FailedStatement> rows, int first) throws SQLException {
        return trials.investigation().deadline().rollingBack(() -> {
            Optional<Undetermined> gap = Optional.empty();
            for (int row = first; row < rows.size(); row++) {
                if (row > first && trials.investigation().deadline().isOver()) {
                    return Optional.of(Reason.LATER_ROWS.because(
                            row, Explainer.reason(trials.investigation().deadline())));
                }
                if (row > first && trials.mayRollBack(rows.get(row))) {
                    return gap.or(() -> Optional.of(Reason.MAY_ROLL_BACK.because()));
                }
                Optional<Undetermined> obstacle = row > first ? trials.obstacle(rows.get(row)) : Optional.empty();
                if (obstacle.isPresent()) {
                    Undetermined beyond = Reason.LATER_ROWS.because(row, obstacle.get());
                    return gap.or(() -> Optional.of(beyond));
                }
                violations.ofRow(row);
                String place = "row " + row;
                if (row > first && isUncertain(rows.get(row))) {
                    int later = row;
                    return gap.or(() -> Optional.of(Reason.LATER_ROWS.because(
                            later, "SQLite may count the rows of a deferred foreign key otherwise")));
                }
                Optional<Undetermined> missing = continued(violations, rows.get(row), row == first);
                gap = gap.or(() -> missing.map(reason -> reason.at(place)));
                if (row > first && row + 1 < rows.size() && leavesPartOfIt(rows.get(row))) {
                    int later = row + 1;
                    return gap.or(() -> Optional.of(
                            Reason.LATER_ROWS.because(later, place + " fails and may leave changes behind")));
                }
            }
            return gap;
        });
    }

    /** Returns whether it is unknown if SQLite accepts a row at its end. */
    private boolean isUncertain(FailedStatement row) throws SQLException {
        return trials.areCheckedAtTheirEnd() && trials.tried(row) == Outcome.ACCEPTED && trials.mayBeMiscounted(row);
    }

    /** Returns whether a row fails by another constraint and keeps, by FAIL, what it has changed until then. */
    private boolean leavesPartOfIt(FailedStatement row) throws SQLException {
        return trials.leavesRowsBehind(row) && trials.tried(row) == Outcome.FAILED_OTHERWISE;
    }

    /** Executes the row, or explains why it fails; returns what is missing. */
    private Optional<Undetermined> continued(Violations violations, FailedStatement row, boolean hasFailed)
            throws SQLException {
        boolean checkedAtItsEnd = trials.areCheckedAtTheirEnd();
        boolean undone = checkedAtItsEnd || trials.leavesRowsBehind(row);
        Outcome outcome = undone ? trials.tried(row) : trials.executed(row);
        boolean failsAtItsEnd = outcome == Outcome.ACCEPTED && checkedAtItsEnd && trials.failsAtItsEnd(row);
        if (outcome.isForeignKeys() || failsAtItsEnd) {
            long before = violations.size();
            Optional<Undetermined> missing = trials.addTo(violations, row, outcome);
            return violations.size() == before ? missing.or(() -> Optional.of(Reason.NOT_FOUND.because())) : missing;
        }
        if (outcome == Outcome.ACCEPTED && undone && !hasFailed) {
            trials.investigation().run(row);
        }
        return hasFailed ? Optional.of(Reason.NOT_FOUND.because()) : Optional.empty();
    }
}
