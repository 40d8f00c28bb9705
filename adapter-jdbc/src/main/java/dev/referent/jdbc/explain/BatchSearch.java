package dev.referent.jdbc.explain;

import dev.referent.core.integrity.ForeignKeyViolation;
import dev.referent.jdbc.driver.ForeignKeyFailure;
import dev.referent.jdbc.driver.Scope;
import dev.referent.jdbc.driver.TimeLimit;
import dev.referent.jdbc.driver.WriteLog;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.sql.PlainChange;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sqlite.SQLiteConnection;

/**
 * Finds the refused rows of a batch: the one that stopped it, and which of the later rows would have been refused as well.
 *
 * <p>The driver does not say which row stopped a batch of a prepared statement. It is counted where each row is one change,
 * and else found by trying the rows one after the other in the state that the accepted ones have left.
 */
final class BatchSearch {
    private final SQLiteConnection connection;
    private final Catalogue catalogue;
    private final TimeLimit limit;
    private final RowSearch search;
    private final Map<String, Boolean> rollingBack = new HashMap<>();
    private final Map<String, Boolean> failing = new HashMap<>();

    BatchSearch(SQLiteConnection connection, Catalogue catalogue, TimeLimit limit, RowSearch search) {
        this.connection = connection;
        this.catalogue = catalogue;
        this.limit = limit;
        this.search = search;
    }

    /** Explains the refusal of one row. */
    @FunctionalInterface
    interface RowSearch {
        /** Adds the row's violations; returns what is missing. */
        Optional<String> addTo(Violations violations, Rerun row, Outcome outcome, boolean alone, TimeLimit limit)
                throws SQLException;
    }

    /** What became of a row that was tried. */
    enum Outcome {
        ACCEPTED,
        REFUSED,
        REFUSED_BY_RESTRICT,
        REFUSED_OTHERWISE
    }

    /**
     * Returns the row that stopped the batch, if that can be told; of several that are refused in the same way the first.
     *
     * @param changes how many rows the batch has changed, triggers and all; negative if that is not known
     * @param refused runs the row that stopped it again, if the driver still has it
     */
    OptionalInt stoppedAt(List<Rerun> rows, long changes, Optional<Rerun> refused, boolean alone) throws SQLException {
        OptionalInt reached = reached(rows, changes);
        if (reached.isPresent()) {
            return reached;
        }
        if (!isRepeatable(rows, alone)) {
            return OptionalInt.empty();
        }
        List<Integer> candidates = Scope.undone(connection, () -> refused(rows, alone));
        if (candidates.size() < 2 || refused.isEmpty()) {
            return candidates.size() == 1 ? OptionalInt.of(candidates.get(0)) : OptionalInt.empty();
        }
        List<ForeignKeyViolation> violations = violations(refused.get(), alone);
        for (int row : candidates) {
            if (violations(rows.get(row), alone).equals(violations)) {
                return OptionalInt.of(row);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Returns the statement of a text that was refused, if that can be told: run again, it writes the same rows as the text
     * wrote last.
     *
     * @param changes how many rows the text has changed, triggers and all
     * @param written what the text wrote
     */
    OptionalInt stoppedAt(List<Rerun> statements, long changes, WriteLog written, boolean alone) throws SQLException {
        OptionalInt reached = reached(statements, changes);
        if (reached.isPresent()) {
            return reached;
        }
        if (!isRepeatable(statements, alone)) {
            return OptionalInt.empty();
        }
        List<Integer> candidates = Scope.undone(connection, () -> refused(statements, alone));
        if (changes == 0 && !candidates.isEmpty()) {
            // nothing has changed since the first statement: what was accepted would be accepted again
            return OptionalInt.of(candidates.get(0));
        }
        if (candidates.size() > 1) {
            List<Integer> alike = new ArrayList<>();
            for (int statement : candidates) {
                WriteLog again = new WriteLog();
                again.during(connection, () -> tried(statements.get(statement), alone));
                if (written.endsWith(again)) {
                    alike.add(statement);
                }
            }
            candidates = alike;
        }
        return candidates.size() == 1 ? OptionalInt.of(candidates.get(0)) : OptionalInt.empty();
    }

    private List<ForeignKeyViolation> violations(Rerun row, boolean alone) throws SQLException {
        Violations violations = Violations.ofAll();
        Outcome outcome = tried(row, alone);
        search.addTo(violations, row, outcome, alone, limit);
        return violations.listed();
    }

    /** Tells whether the rows can be tried one by one: none ends the transaction, or has left rows behind when it was refused. */
    private boolean isRepeatable(List<Rerun> rows, boolean alone) {
        return rows.stream().noneMatch(row -> (!alone && mayRollBack(row)) || leavesRowsBehind(row));
    }

    private boolean mayRollBack(Rerun row) {
        return rollingBack.computeIfAbsent(row.sql(), sql -> row.mayRollBack(catalogue));
    }

    private List<Integer> refused(List<Rerun> rows, boolean alone) throws SQLException {
        List<Integer> refused = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            Outcome outcome = tried(rows.get(row), alone);
            boolean atItsEnd =
                    outcome == Outcome.ACCEPTED && alone && hasDeferredKeys() && isRefusedAtItsEnd(rows.get(row));
            if (atItsEnd || outcome == Outcome.REFUSED || outcome == Outcome.REFUSED_BY_RESTRICT) {
                refused.add(row);
                if (isStable(rows, row)) {
                    break;
                }
            }
        }
        return refused;
    }

    /** Explains the rows from the one that stopped the batch; returns what is missing. */
    Optional<String> addTo(Violations violations, List<Rerun> rows, int first, boolean alone) throws SQLException {
        return Scope.undone(connection, () -> {
            Optional<String> gap = Optional.empty();
            for (int row = first; row < rows.size(); row++) {
                if (limit.isOver()) {
                    return Optional.of("the rows from " + row + " on were not looked at in time");
                }
                if (row > first && mayRollBack(rows.get(row))) {
                    return gap.or(
                            () -> Optional.of("a row behind it may roll back the transaction, so it is not tried"));
                }
                violations.ofRow(row);
                String place = "row " + row + ": ";
                Optional<String> missing = continued(violations, rows.get(row), alone);
                gap = gap.or(() -> missing.map(reason -> place + reason));
            }
            return gap;
        });
    }

    /** Lets the row in, or explains why it is refused; returns what is missing. */
    private Optional<String> continued(Violations violations, Rerun row, boolean alone) throws SQLException {
        boolean judgedAtItsEnd = alone && hasDeferredKeys();
        boolean undone = judgedAtItsEnd || leavesRowsBehind(row);
        Outcome outcome = undone ? tried(row, alone) : outcome(() -> run(row, alone));
        if (outcome == Outcome.REFUSED || outcome == Outcome.REFUSED_BY_RESTRICT) {
            return search.addTo(violations, row, outcome, alone, limit);
        }
        if (outcome == Outcome.ACCEPTED && undone) {
            if (judgedAtItsEnd && isRefusedAtItsEnd(row)) {
                return search.addTo(violations, row, outcome, true, limit);
            }
            run(row, alone);
        }
        return Optional.empty();
    }

    /** A row that is a transaction of its own, and that nothing refuses at once, is refused by a deferred key alone. */
    private boolean isRefusedAtItsEnd(Rerun row) throws SQLException {
        return violations(row, true).stream()
                .anyMatch(violation -> violation.foreignKey().deferred());
    }

    /** Tells whether the row may leave something behind when it is refused; else SQLite undoes it, and no scope need. */
    private boolean leavesRowsBehind(Rerun row) {
        return failing.computeIfAbsent(
                row.sql(), sql -> catalogue.fails() || SqlTokens.says(SqlTokens.of(sql), "FAIL"));
    }

    private boolean hasDeferredKeys() {
        return catalogue.keys().stream().anyMatch(key -> key.foreignKey().deferred());
    }

    private Outcome tried(Rerun row, boolean alone) throws SQLException {
        return outcome(() -> Scope.undone(connection, () -> {
            run(row, alone);
            return row;
        }));
    }

    private Outcome outcome(Rerun.Action action) throws SQLException {
        try {
            action.run();
            return Outcome.ACCEPTED;
        } catch (SQLException e) {
            if (limit.isOver()) {
                throw e;
            }
            if (ForeignKeyFailure.isRestrict(e)) {
                return Outcome.REFUSED_BY_RESTRICT;
            }
            return ForeignKeyFailure.isOne(e) ? Outcome.REFUSED : Outcome.REFUSED_OTHERWISE;
        }
    }

    private void run(Rerun row, boolean alone) throws SQLException {
        if (alone) {
            limit.interrupting(() -> {
                row.run();
                return row;
            });
        } else {
            limit.checkFor(row.nanoseconds());
            row.run();
        }
    }

    /** Tells whether each accepted row has added one row and changed nothing else. */
    boolean isOneChangeEach(List<Rerun> rows) {
        return changesAreKnown() && rows.stream().map(Rerun::sql).distinct().allMatch(sql -> addedRows(sql) == 1);
    }

    private boolean changesAreKnown() {
        return !catalogue.triggers() && !SqlTokens.says(SqlTokens.of(catalogue.text()), "CONFLICT");
    }

    /** Returns how many rows an INSERT of given values adds; negative if the statement is another one. */
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

    /** Returns the row before which the changes add up, if they are known of each row before it. */
    private OptionalInt reached(List<Rerun> rows, long changes) {
        if (changes < 0 || !changesAreKnown()) {
            return OptionalInt.empty();
        }
        Map<String, Integer> known = new HashMap<>();
        long sum = 0;
        for (int row = 0; row < rows.size() && sum <= changes; row++) {
            int added = known.computeIfAbsent(rows.get(row).sql(), BatchSearch::addedRows);
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

    /** Tells whether the row, had it been accepted before, would not be refused the second time. */
    private boolean isStable(List<Rerun> rows, int row) {
        String sql = rows.get(row).sql();
        List<String> later =
                rows.stream().skip(row + 1L).map(Rerun::sql).distinct().toList();
        if (catalogue.triggers()) {
            return false;
        }
        if (addedRows(sql) > 0) {
            return later.stream().allMatch(other -> addedRows(other) > 0);
        }
        if (later.stream().anyMatch(other -> !other.equals(sql))) {
            return false;
        }
        Optional<PlainChange> change = PlainChange.of(sql);
        return change.isPresent()
                && (change.get().deletes()
                        || (change.get().setsWhatItDoesNotRead() && !setsAReferencedColumn(change.get())));
    }

    private boolean setsAReferencedColumn(PlainChange change) {
        return catalogue.keys().stream()
                .map(SchemaKey::foreignKey)
                .anyMatch(key -> key.parentTable().equalsIgnoreCase(change.table())
                        && key.parentColumns().stream().anyMatch(change.assigned()::contains));
    }
}
