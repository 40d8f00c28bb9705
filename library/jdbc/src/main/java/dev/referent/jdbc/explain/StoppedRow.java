package dev.referent.jdbc.explain;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.explain.RowTrials.Outcome;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.sql.SimpleChange;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the row that stopped a prepared batch, because the driver does not say which one it was. If each row is one change, the
 * number of changes gives the row; otherwise the rows are tried.
 */
record StoppedRow(RowTrials trials) {
    /**
     * Returns the row that stopped the batch, if it can be determined.
     *
     * @param changes how many rows the batch has changed, including triggers; negative if unknown
     * @param failed re-runs the row that stopped it, if the driver still has it
     */
    OptionalInt stoppedAt(List<FailedStatement> rows, long changes, Optional<FailedStatement> failed)
            throws SQLException {
        OptionalInt reached = reached(rows, changes);
        if (reached.isPresent()) {
            return reached;
        }
        if (!trials.areRepeatable(rows)) {
            return OptionalInt.empty();
        }
        List<Integer> candidates = trials.investigation().deadline().rollingBack(() -> failing(rows));
        if (failed.isEmpty()) {
            return candidates.size() == 1 ? OptionalInt.of(candidates.get(0)) : OptionalInt.empty();
        }
        // even an only one may have been accepted, and fail only after the changes of later rows
        Set<List<Object>> violations = violated(failed.get());
        List<Integer> alike = new ArrayList<>();
        for (int row : candidates) {
            if (violated(rows.get(row)).equals(violations)) {
                alike.add(row);
            }
        }
        if (alike.isEmpty()) {
            return OptionalInt.empty();
        }
        int first = alike.get(0);
        // of several, the first may have been accepted, and fail only when it is run again, after its own changes
        boolean known = alike.size() == 1 || isStable(rows, first) || trials.changes(failed.get()) == changes;
        return known ? OptionalInt.of(first) : OptionalInt.empty();
    }

    /** The violated foreign keys of a row and their values; a re-run also shows the child row, which reading does not. */
    private Set<List<Object>> violated(FailedStatement row) throws SQLException {
        return trials.violations(row).stream()
                .map(violation -> List.<Object>of(
                        violation.foreignKey().name(),
                        violation.foreignKey().childTable(),
                        violation.foreignKey().childColumns(),
                        violation.kind(),
                        new KeyValues(violation.key()),
                        violation.childRows()))
                .collect(Collectors.toSet());
    }

    private List<Integer> failing(List<FailedStatement> rows) throws SQLException {
        List<Integer> failing = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            Outcome outcome = trials.tried(rows.get(row));
            boolean checkedAtItsEnd = outcome == Outcome.ACCEPTED && trials.areCheckedAtTheirEnd();
            boolean atItsEnd = checkedAtItsEnd && trials.failsAtItsEnd(rows.get(row));
            if (checkedAtItsEnd && !atItsEnd && trials.mayBeMiscounted(rows.get(row))) {
                return List.of();
            }
            if (atItsEnd || outcome.isForeignKeys()) {
                failing.add(row);
                if (isStable(rows, row)) {
                    break;
                }
            }
        }
        return failing;
    }

    /** Returns whether each accepted row has added one row and changed nothing else. */
    boolean isOneChangeEach(List<FailedStatement> rows) {
        return changesAreKnown()
                && rows.stream().map(FailedStatement::sql).distinct().allMatch(sql -> addedRows(sql) == 1);
    }

    private boolean changesAreKnown() {
        return !trials.catalogue().triggers() && !trials.catalogue().resolvesConflicts();
    }

    /** Returns how many rows an INSERT of values adds; negative for other statements. */
    private static int addedRows(String sql) {
        int depth = 0;
        int rows = 0;
        boolean behindValues = false;
        List<Token> tokens = SqlTokens.of(sql);
        for (Token token : tokens) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            behindValues = behindValues || token.is("VALUES");
            rows += behindValues && token.is("(") && depth == 1 ? 1 : 0;
            if (token.is("CONFLICT") || token.is("REPLACE") || token.is("IGNORE") || token.is("SELECT")) {
                return -1;
            }
        }
        return rows > 0 && tokens.get(0).is("INSERT") ? rows : -1;
    }

    /** Returns the row before which the changes add up to the total, if they are known for each row before it. */
    private OptionalInt reached(List<FailedStatement> rows, long changes) {
        if (changes < 0 || !changesAreKnown()) {
            return OptionalInt.empty();
        }
        Map<String, Integer> known = new HashMap<>();
        long sum = 0;
        for (int row = 0; row < rows.size() && sum <= changes; row++) {
            int added = known.computeIfAbsent(rows.get(row).sql(), StoppedRow::addedRows);
            if (sum == changes && added != 0) {
                return added > 0 ? OptionalInt.of(row) : OptionalInt.empty();
            }
            if (added < 0) {
                return OptionalInt.empty();
            }
            sum += added;
        }
        return OptionalInt.empty();
    }

    /** Returns whether the row would not fail a second time if it had been accepted before. */
    private boolean isStable(List<FailedStatement> rows, int row) throws SQLException {
        String sql = rows.get(row).sql();
        List<String> later = rows.stream()
                .skip(row + 1L)
                .map(FailedStatement::sql)
                .distinct()
                .toList();
        if (trials.mayFireTriggers(rows.get(row))) {
            return false;
        }
        boolean resolves = trials.catalogue().resolvesConflicts(); // it may be left out once, and not again
        if (addedRows(sql) > 0) {
            return !resolves && later.stream().allMatch(other -> addedRows(other) > 0);
        }
        if (later.stream().anyMatch(other -> !other.equals(sql))) {
            return false;
        }
        Optional<SimpleChange> change = rows.get(row).statement().plainChange();
        if (change.isEmpty() || change.get().where().readsTables()) {
            return false; // a subquery may find other rows the second time
        }
        return change.get().deletes()
                ? !isChangedByActions(change.get())
                : !resolves
                        && !change.get().resolves()
                        && setsWhatItDoesNotRead(change.get())
                        && !movesReferences(change.get());
    }

    /** Returns whether rows that stay may match the WHERE clause of a DELETE after it, because an action has changed them. */
    private boolean isChangedByActions(SimpleChange delete) {
        return trials.catalogue().keys().stream()
                .filter(key -> SqlNames.same(key.foreignKey().childTable(), delete.table()))
                .anyMatch(key ->
                        key.actsOnUpdate() || (key.actsOnDelete() && key.action(true) != ReferentialAction.CASCADE));
    }

    private boolean setsWhatItDoesNotRead(SimpleChange change) {
        return change.setsWhatItDoesNotRead()
                && trials.catalogue().keys().stream()
                        .flatMap(key -> Stream.of(key.child(), key.parent()))
                        .filter(table -> SqlNames.same(table.name(), change.table()))
                        .allMatch(table -> table.setsWhatItDoesNotRead(change));
    }

    private boolean movesReferences(SimpleChange change) {
        return trials.catalogue().keys().stream()
                .anyMatch(key -> SqlNames.same(key.foreignKey().parentTable(), change.table())
                        && key.parent().mayChange(change, key.foreignKey().parentColumns()));
    }
}
