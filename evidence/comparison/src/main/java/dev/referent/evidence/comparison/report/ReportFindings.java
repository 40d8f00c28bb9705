package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.report.Finding.Claim;
import dev.referent.evidence.comparison.run.CommitOutcome;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.Verdict;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The findings at the top of a report. */
public final class ReportFindings {
    private static final String JDBC = "jdbc";

    private static final List<Finding> ALL = List.of(
            new Finding(
                    "After a rejected insert, commit() returns normally on PostgreSQL and DuckDB and stores nothing of the"
                            + " transaction; most others store the rest.",
                    List.of(
                            commit("in-a-transaction", "postgresql-18", JDBC, CommitOutcome.SILENTLY_LOST),
                            commit("in-a-transaction", "duckdb", JDBC, CommitOutcome.SILENTLY_LOST),
                            commit("in-a-transaction", "mariadb", JDBC, CommitOutcome.STORED))),
            new Finding(
                    "Hibernate's commit() after a swallowed violation returns normally and stores nothing, even if"
                            + " the engine keeps the rest; MyBatis' stores that rest. With Referent both throw.",
                    List.of(
                            commit("then-commit", "h2", "hibernate", CommitOutcome.SILENTLY_LOST),
                            commit("then-commit", "mariadb", "hibernate", CommitOutcome.SILENTLY_LOST),
                            commit("then-commit", "h2", "mybatis", CommitOutcome.STORED),
                            commit("then-commit", "sqlite-referent", "hibernate", CommitOutcome.THREW),
                            commit("then-commit", "sqlite-referent", "mybatis", CommitOutcome.THREW))),
            new Finding(
                    "On H2 and DuckDB two sessions together store an orphan although checks are on: one deletes the parent"
                            + " while the other inserts its child.",
                    List.of(
                            orphans("insert-then-delete", "h2"),
                            orphans("insert-then-delete", "duckdb"),
                            orphans("delete-then-insert", "h2"),
                            orphans("delete-then-insert", "duckdb"))),
            new Finding(
                    "If a borrower of a pooled connection switches checks off, the next borrower stores an orphan; Referent"
                            + " verifies enforcement at each checkout.",
                    List.of(
                            orphans("next-in-pool", "postgresql-18"),
                            orphans("next-in-pool", "mariadb"),
                            rejected("next-in-pool", "sqlite-referent"))),
            new Finding(
                    "On H2 and HSQLDB a session that switches checks off switches them off for all sessions.",
                    List.of(
                            orphans("switch-of-another", "h2"),
                            orphans("switch-of-another", "hsqldb"),
                            rejected("switch-of-another", "postgresql-18"))),
            new Finding(
                    "On MariaDB and SQLite, REPLACE of a parent by one with the same key deletes its children if the key"
                            + " cascades.",
                    List.of(
                            without("replace-parent-cascade", "mariadb", "child"),
                            without("replace-parent-cascade", "sqlite-referent", "child"))),
            new Finding(
                    "MariaDB's INSERT IGNORE drops a child with a bogus parent and throws nothing; SQLite's INSERT OR IGNORE"
                            + " and PostgreSQL's ON CONFLICT DO NOTHING reject it.",
                    List.of(
                            without("insert-or-ignore", "mariadb", "child"),
                            rejected("insert-or-ignore", "sqlite-referent"),
                            rejected("insert-or-ignore", "postgresql-18"))),
            new Finding(
                    "ALTER TABLE that adds a column with a default and REFERENCES makes each old row an orphan on H2 and"
                            + " HSQLDB, with checks on.",
                    List.of(
                            orphans("add-bogus-column", "h2"),
                            orphans("add-bogus-column", "hsqldb"),
                            rejected("add-bogus-column", "mariadb"))),
            new Finding(
                    "MariaDB, Firebird and DuckDB check row by row: they reject one DELETE of a whole tree, although it would leave"
                            + " no orphan.",
                    List.of(
                            rejected("no-action-tree", "mariadb"),
                            rejected("no-action-tree", "firebird"),
                            rejected("no-action-tree", "duckdb"),
                            accepted("no-action-tree", "postgresql-18"))),
            new Finding(
                    "On SQLite, PRAGMA defer_foreign_keys = OFF in a transaction forgets the violations so far: the commit"
                            + " stores the orphan, with enforcement on.",
                    List.of(orphans("set-immediate", "sqlite-referent"), rejected("set-immediate", "postgresql-18"))));

    private ReportFindings() {}

    /** Returns all findings. */
    public static List<Finding> all() {
        return ALL;
    }

    /** Returns the findings that a report covers and confirms. */
    public static List<Finding> in(Report report) {
        return ALL.stream()
                .filter(finding -> finding.isCoveredBy(report)
                        && finding.contradictions(report).isEmpty())
                .toList();
    }

    /**
     * Checks that no finding is contradicted.
     *
     * @throws IllegalStateException if one is contradicted; the message names the results
     */
    public static void check(Report report) {
        String contradictions = ALL.stream()
                .filter(finding -> !finding.contradictions(report).isEmpty())
                .map(finding -> finding.sentence() + " But "
                        + finding.contradictions(report).stream()
                                .map(result -> result.scenario() + " on " + result.engine() + " by " + result.path()
                                        + " is: " + ResultSymbol.words(result))
                                .collect(Collectors.joining("; ")))
                .collect(Collectors.joining("\n"));
        if (!contradictions.isEmpty()) {
            throw new IllegalStateException(
                    "these findings are no longer true; correct them in ReportFindings.java:\n" + contradictions);
        }
    }

    private static Claim claim(String scenario, String engine, Predicate<Result> expected) {
        return new Claim(scenario, engine, JDBC, expected);
    }

    private static Claim commit(String scenario, String engine, String path, CommitOutcome commit) {
        return new Claim(scenario, engine, path, result -> result.commit() == commit);
    }

    private static Claim orphans(String scenario, String engine) {
        return claim(scenario, engine, result -> result.verdict() == Verdict.ACCEPTED && result.orphans() > 0);
    }

    private static Claim rejected(String scenario, String engine) {
        return claim(scenario, engine, result -> result.verdict() == Verdict.REJECTED && result.orphans() <= 0);
    }

    private static Claim accepted(String scenario, String engine) {
        return claim(scenario, engine, result -> result.verdict() == Verdict.ACCEPTED);
    }

    /** Claims that nothing failed and no row of the table is left. */
    private static Claim without(String scenario, String engine, String table) {
        return claim(
                scenario,
                engine,
                result -> result.verdict() == Verdict.ACCEPTED
                        && result.rows().stream().noneMatch(row -> row.startsWith(table + " ")));
    }
}
