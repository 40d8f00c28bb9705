package dev.referent.comparison.report;

import dev.referent.comparison.report.Finding.Claim;
import dev.referent.comparison.run.Cell;
import dev.referent.comparison.run.Commit;
import dev.referent.comparison.run.Transaction;
import dev.referent.comparison.run.Verdict;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The findings at the head of a report. */
public final class Findings {
    private static final String JDBC = "jdbc";

    private static final List<Finding> ALL = List.of(
            new Finding(
                    "SQLite stores a row that points at nothing and says that all is well, unless each connection asks it to check.",
                    List.of(outcome("fresh-connection", "sqlite", "accepted, 1 orphan"))),
            new Finding(
                    "H2 lets one session delete a parent while another inserts its child: both commit, and an orphan stays.",
                    List.of(outcome("insert-then-delete", "h2", "accepted, 1 orphan"))),
            new Finding(
                    "After a refused statement PostgreSQL's commit returns without an error, and everything before it in the transaction is gone.",
                    List.of(
                            claim("in-a-transaction", "postgresql-18", Findings::isSilentlyLost),
                            claim("in-a-transaction", "mariadb", cell -> cell.commit() == Commit.STORED))));

    private Findings() {}

    /** Returns all findings. */
    public static List<Finding> all() {
        return ALL;
    }

    /** Returns the findings that a report covers and shows to be true. */
    public static List<Finding> in(Report report) {
        return ALL.stream()
                .filter(finding -> finding.isCoveredBy(report)
                        && finding.contradictions(report).isEmpty())
                .toList();
    }

    /**
     * Checks that no finding is contradicted.
     *
     * @throws IllegalStateException if one is; its message names the cells
     */
    public static void check(Report report) {
        String contradictions = ALL.stream()
                .filter(finding -> !finding.contradictions(report).isEmpty())
                .map(finding -> finding.sentence() + " But "
                        + finding.contradictions(report).stream()
                                .map(cell -> cell.scenario() + " on " + cell.engine() + " by " + cell.path() + " is: "
                                        + Mark.words(cell))
                                .collect(Collectors.joining("; ")))
                .collect(Collectors.joining("\n"));
        if (!contradictions.isEmpty()) {
            throw new IllegalStateException(
                    "these findings are no longer true; correct them in Findings.java:\n" + contradictions);
        }
    }

    private static Claim claim(String scenario, String engine, Predicate<Cell> expected) {
        return new Claim(scenario, engine, JDBC, expected);
    }

    private static Claim outcome(String scenario, String engine, String outcome) {
        return claim(scenario, engine, cell -> cell.outcome().equals(outcome));
    }

    private static boolean isSilentlyLost(Cell cell) {
        return cell.verdict() == Verdict.REJECTED
                && cell.transaction() == Transaction.ABORTED
                && cell.commit() == Commit.SILENTLY_LOST;
    }
}
