package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.Deadline;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.driver.RolledBack;
import dev.referent.jdbc.driver.WriteLog;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.sql.SimpleChange;
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
import org.sqlite.SQLiteConnection;

/**
 * Finds the failed rows of a batch: the one that stopped it, and which of the later rows would have failed as well.
 *
 * <p>The driver does not say which row stopped a batch of a prepared statement. If each row is one change, the number of
 * changes gives the row; otherwise Referent tries the rows one after the other, in the state that the accepted ones have left.
 */
final class BatchSearch {
    private final Investigation investigation;
    private final SQLiteConnection connection;
    private final Catalogue catalogue;
    private final Deadline deadline;
    private final boolean autoCommit;
    private final RowSearch search;
    private final Map<String, Boolean> rollingBack = new HashMap<>();
    private final Map<String, Boolean> leaving = new HashMap<>();
    private final Map<String, Boolean> counting = new HashMap<>();

    BatchSearch(Investigation investigation, Catalogue catalogue, RowSearch search) {
        this.investigation = investigation;
        this.connection = investigation.connection();
        this.catalogue = catalogue;
        this.deadline = investigation.deadline();
        this.autoCommit = investigation.autoCommit();
        this.search = search;
    }

    /** Explains the failure of one row. */
    @FunctionalInterface
    interface RowSearch {
        /** Adds the row's violations; returns what is missing. */
        Optional<Undetermined> addTo(Violations violations, FailedStatement row, Outcome outcome) throws SQLException;
    }

    /** The outcome of a trial of a row. */
    enum Outcome {
        ACCEPTED,
        FAILED,
        FAILED_BY_RESTRICT,
        FAILED_OTHERWISE;

        /** Returns whether it violated a foreign key. */
        boolean isForeignKeys() {
            return this == FAILED || this == FAILED_BY_RESTRICT;
        }
    }

    /**
     * Returns the row that stopped the batch, if it can be determined; the first one of several that fail in the same way.
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
        if (!isRepeatable(rows)) {
            return OptionalInt.empty();
        }
        List<Integer> candidates = RolledBack.run(connection, () -> failing(rows));
        if (candidates.size() < 2 || failed.isEmpty()) {
            return candidates.size() == 1 ? OptionalInt.of(candidates.get(0)) : OptionalInt.empty();
        }
        Set<List<Object>> violations = violated(failed.get());
        for (int row : candidates) {
            if (violated(rows.get(row)).equals(violations)) {
                return OptionalInt.of(row);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Returns the statement of a multi-statement string that failed, if it can be determined: its re-run writes the same rows
     * as the string wrote last.
     *
     * @param reached how many of the statements may be re-run; returned if all of those were accepted
     * @param changes how many rows the string has changed, including triggers
     * @param written the rows that the string wrote
     */
    OptionalInt stoppedAt(List<FailedStatement> statements, int reached, long changes, WriteLog written)
            throws SQLException {
        List<FailedStatement> known = statements.subList(0, reached);
        OptionalInt unchanged = unchangedSince(known, changes);
        boolean adds = unchanged.isPresent()
                && unchanged.getAsInt() < reached
                && changesAreKnown()
                && addedRows(known.get(unchanged.getAsInt()).sql()) > 0;
        if (adds) {
            return unchanged;
        }
        if (!isRepeatable(known)) {
            return OptionalInt.empty();
        }
        if (unchanged.isPresent()) {
            return RolledBack.run(connection, () -> firstFailing(known, unchanged.getAsInt()));
        }
        List<Integer> candidates = RolledBack.run(connection, () -> failing(known));
        if (candidates.size() > 1) {
            List<Integer> alike = new ArrayList<>();
            for (int statement : candidates) {
                WriteLog again = new WriteLog();
                tried(statements.get(statement), again);
                if (written.endsWith(again)) {
                    alike.add(statement);
                }
            }
            candidates = alike;
        }
        boolean one =
                candidates.size() == 1 && (reached == statements.size() || isStable(statements, candidates.get(0)));
        return one ? OptionalInt.of(candidates.get(0)) : OptionalInt.empty();
    }

    /** Returns the statement before which all changes were made, so that the state is unchanged since its execution. */
    private OptionalInt unchangedSince(List<FailedStatement> statements, long changes) {
        long sum = 0;
        int next = 0;
        while (sum < changes && next < statements.size() && changesAreKnown()) {
            int added = addedRows(statements.get(next).sql());
            if (added < 0) {
                return OptionalInt.empty();
            }
            sum += added;
            next++;
        }
        return sum == changes ? OptionalInt.of(next) : OptionalInt.empty();
    }

    /**
     * Returns the first statement that fails, starting with one whose state the database still has: statements accepted after
     * it changed nothing, and are accepted again. Returns the number of the statements if none fails; empty if that is not
     * certain.
     */
    private OptionalInt firstFailing(List<FailedStatement> statements, int from) throws SQLException {
        for (int i = from; i < statements.size(); i++) {
            FailedStatement statement = statements.get(i);
            Outcome outcome = tried(statement);
            boolean checkedAtItsEnd = outcome == Outcome.ACCEPTED && autoCommit && hasDeferredKeys();
            if (outcome.isForeignKeys() || (checkedAtItsEnd && failsAtItsEnd(statement))) {
                return OptionalInt.of(i);
            }
            if (outcome == Outcome.FAILED_OTHERWISE || (checkedAtItsEnd && mayCountOlderOrphans(statement))) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(statements.size());
    }

    /** The violated foreign keys of a row and their values; a re-run also shows the child row, which reading does not. */
    private Set<List<Object>> violated(FailedStatement row) throws SQLException {
        return violations(row).stream()
                .map(violation -> List.<Object>of(
                        violation.foreignKey(),
                        violation.kind(),
                        new KeyValues(violation.key()),
                        violation.childRows()))
                .collect(Collectors.toSet());
    }

    private List<ForeignKeyViolation> violations(FailedStatement row) throws SQLException {
        Violations violations = Violations.ofAll();
        Outcome outcome = tried(row);
        search.addTo(violations, row, outcome);
        return violations.listed();
    }

    /** Returns whether the rows can be tried one by one: none ends the transaction, or leaves rows behind when it fails. */
    private boolean isRepeatable(List<FailedStatement> rows) {
        return rows.stream().noneMatch(row -> (!autoCommit && mayRollBack(row)) || leavesRowsBehind(row));
    }

    private boolean mayRollBack(FailedStatement row) {
        return rollingBack.computeIfAbsent(row.sql(), sql -> row.mayRollBack(catalogue));
    }

    private List<Integer> failing(List<FailedStatement> rows) throws SQLException {
        List<Integer> failing = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            Outcome outcome = tried(rows.get(row));
            boolean checkedAtItsEnd = outcome == Outcome.ACCEPTED && autoCommit && hasDeferredKeys();
            boolean atItsEnd = checkedAtItsEnd && failsAtItsEnd(rows.get(row));
            if (checkedAtItsEnd && !atItsEnd && mayCountOlderOrphans(rows.get(row))) {
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

    /** SQLite may count an existing orphan row of a deferred key, so that a write of it fails without a new violation. */
    private boolean mayCountOlderOrphans(FailedStatement row) throws SQLException {
        Boolean known = counting.get(row.sql());
        if (known == null) {
            known = writesAKeyWithOrphans(row);
            counting.put(row.sql(), known);
        }
        return known;
    }

    private boolean writesAKeyWithOrphans(FailedStatement row) throws SQLException {
        WrittenTables written = investigation.written(row.statement());
        for (SchemaKey key : catalogue.keys()) {
            boolean isWritten = written.contains(key.schema(), key.foreignKey().childTable())
                    || written.contains(key.schema(), key.foreignKey().parentTable());
            if (key.foreignKey().deferred()
                    && isWritten
                    && investigation.orphans().hasOrphans(key)) {
                return true;
            }
        }
        return false;
    }

    /** Explains the rows from the one that stopped the batch; returns what is missing. */
    Optional<Undetermined> addTo(Violations violations, List<FailedStatement> rows, int first) throws SQLException {
        return RolledBack.run(connection, () -> {
            Optional<Undetermined> gap = Optional.empty();
            for (int row = first; row < rows.size(); row++) {
                if (row > first && deadline.isOver()) {
                    return Optional.of(Reason.LATER_ROWS.because(row, Explainer.reason(deadline)));
                }
                if (row > first && mayRollBack(rows.get(row))) {
                    return gap.or(() -> Optional.of(Reason.MAY_ROLL_BACK.because()));
                }
                violations.ofRow(row);
                String place = "row " + row;
                if (row > first && isUncertain(rows.get(row))) {
                    int later = row;
                    return gap.or(() -> Optional.of(
                            Reason.LATER_ROWS.because(later, "SQLite may count an orphan row that was there before")));
                }
                Optional<Undetermined> missing = continued(violations, rows.get(row), row == first);
                gap = gap.or(() -> missing.map(reason -> reason.at(place)));
            }
            return gap;
        });
    }

    /** Returns whether it is unknown if SQLite accepts a row at its end. */
    private boolean isUncertain(FailedStatement row) throws SQLException {
        return autoCommit
                && hasDeferredKeys()
                && mayCountOlderOrphans(row)
                && tried(row) == Outcome.ACCEPTED
                && !failsAtItsEnd(row);
    }

    /** Executes the row, or explains why it fails; returns what is missing. */
    private Optional<Undetermined> continued(Violations violations, FailedStatement row, boolean hasFailed)
            throws SQLException {
        boolean checkedAtItsEnd = autoCommit && hasDeferredKeys();
        boolean undone = checkedAtItsEnd || leavesRowsBehind(row);
        Outcome outcome = undone ? tried(row) : outcome(() -> run(row));
        boolean failsAtItsEnd = outcome == Outcome.ACCEPTED && checkedAtItsEnd && failsAtItsEnd(row);
        if (outcome.isForeignKeys() || failsAtItsEnd) {
            long before = violations.size();
            Optional<Undetermined> missing = search.addTo(violations, row, outcome);
            return violations.size() == before ? missing.or(() -> Optional.of(Reason.NOT_FOUND.because())) : missing;
        }
        if (outcome == Outcome.ACCEPTED && undone && !hasFailed) {
            run(row);
        }
        return hasFailed ? Optional.of(Reason.NOT_FOUND.because()) : Optional.empty();
    }

    /** A row that is its own transaction and violates no immediate key can only violate a deferred key. */
    private boolean failsAtItsEnd(FailedStatement row) throws SQLException {
        return violations(row).stream()
                .anyMatch(violation -> violation.foreignKey().deferred());
    }

    /** Returns whether the row may leave changes behind when it fails; otherwise SQLite undoes them. */
    private boolean leavesRowsBehind(FailedStatement row) {
        return leaving.computeIfAbsent(
                row.sql(), sql -> catalogue.fails() || SqlTokens.says(SqlTokens.of(sql), "FAIL"));
    }

    private boolean hasDeferredKeys() {
        return catalogue.keys().stream().anyMatch(key -> key.foreignKey().deferred());
    }

    private Outcome tried(FailedStatement row) throws SQLException {
        return outcome(() -> RolledBack.run(connection, () -> {
            run(row);
            return row;
        }));
    }

    /** Runs a row, records what it writes, and rolls it back. */
    private Outcome tried(FailedStatement row, WriteLog log) throws SQLException {
        return outcome(() -> RolledBack.run(
                connection,
                () -> log.during(connection, () -> {
                    run(row);
                    return row;
                })));
    }

    private Outcome outcome(FailedStatement.Action action) throws SQLException {
        try {
            action.run();
            return Outcome.ACCEPTED;
        } catch (SQLException e) {
            if (deadline.isOver()) {
                throw e;
            }
            if (ForeignKeyErrors.isRestrict(e)) {
                return Outcome.FAILED_BY_RESTRICT;
            }
            return ForeignKeyErrors.isViolation(e) ? Outcome.FAILED : Outcome.FAILED_OTHERWISE;
        }
    }

    private void run(FailedStatement row) throws SQLException {
        if (autoCommit) {
            deadline.interrupting(() -> {
                row.run();
                return row;
            });
        } else {
            deadline.checkFor(row.nanoseconds());
            row.run();
        }
    }

    /** Returns whether each accepted row has added one row and changed nothing else. */
    boolean isOneChangeEach(List<FailedStatement> rows) {
        return changesAreKnown()
                && rows.stream().map(FailedStatement::sql).distinct().allMatch(sql -> addedRows(sql) == 1);
    }

    private boolean changesAreKnown() {
        return !catalogue.triggers() && !catalogue.resolvesConflicts();
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

    /** Returns whether the row would not fail a second time if it had been accepted before. */
    private boolean isStable(List<FailedStatement> rows, int row) {
        String sql = rows.get(row).sql();
        List<String> later = rows.stream()
                .skip(row + 1L)
                .map(FailedStatement::sql)
                .distinct()
                .toList();
        if (catalogue.triggers()) {
            return false;
        }
        if (addedRows(sql) > 0) {
            return later.stream().allMatch(other -> addedRows(other) > 0);
        }
        if (later.stream().anyMatch(other -> !other.equals(sql))) {
            return false;
        }
        Optional<SimpleChange> change = rows.get(row).statement().plainChange();
        return change.isPresent()
                && (change.get().deletes()
                        || (change.get().setsWhatItDoesNotRead() && !setsAReferencedColumn(change.get())));
    }

    private boolean setsAReferencedColumn(SimpleChange change) {
        return catalogue.keys().stream()
                .map(SchemaKey::foreignKey)
                .anyMatch(key -> key.parentTable().equalsIgnoreCase(change.table())
                        && key.parentColumns().stream().anyMatch(change.assigned()::containsKey));
    }
}
