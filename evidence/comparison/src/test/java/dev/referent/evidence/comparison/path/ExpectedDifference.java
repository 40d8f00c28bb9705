package dev.referent.evidence.comparison.path;

import java.util.List;
import java.util.Optional;

/**
 * Where an access path on SQLite with Referent does not answer as plain JDBC does there, and why.
 *
 * @param path the access path
 * @param scenario the scenario
 * @param answer what it answers: an outcome, or the rows that are stored in the end
 * @param why the reason
 */
record ExpectedDifference(String path, String scenario, String answer, String why) {
    private static final String REFUSED = "rejected at statement";
    private static final String START = "[parent (815)]";

    private static final String SWITCH =
            "SQLite passes over PRAGMA foreign_keys in a transaction, and Hibernate sends SQL in one only";
    private static final String SNAPSHOT =
            "Hibernate reads a row before it changes it, and SQLite does not let what has read wait behind a writer";
    private static final String QUERY =
            "Hibernate calls executeUpdate, which the driver refuses as SQLite makes a query of this ALTER TABLE";
    private static final String ALL_OR_NOTHING =
            "with Referent, the commit of a transaction in which a key refused something rolls back and throws";
    private static final String FAILED_COMMIT = "Hibernate rolls back after a commit that failed";
    private static final String ONE_TRANSACTION = "Hibernate has no autocommit; the batch is one transaction";

    /** The outcomes that differ by more than the moment. */
    static final List<ExpectedDifference> OUTCOMES = List.of(
            new ExpectedDifference("hibernate", "after-dump-script", REFUSED, SWITCH),
            new ExpectedDifference("hibernate", "switched-off", REFUSED, SWITCH),
            new ExpectedDifference("hibernate", "orphan-other-column", REFUSED, SWITCH),
            new ExpectedDifference("hibernate", "orphan-same-key", REFUSED, SWITCH),
            new ExpectedDifference("hibernate", "orphan-delete", REFUSED, SWITCH),
            new ExpectedDifference("hibernate", "delete-unchecked", REFUSED, SWITCH),
            new ExpectedDifference("hibernate", "cascade-unchecked", "accepted", SWITCH),
            new ExpectedDifference("hibernate", "drop-unchecked", REFUSED, SWITCH),
            new ExpectedDifference("hibernate", "insert-then-delete", "failed at flush", SNAPSHOT),
            new ExpectedDifference("hibernate", "insert-rolled-back", "failed at flush", SNAPSHOT),
            new ExpectedDifference("hibernate", "both-delete", "failed at flush", SNAPSHOT),
            new ExpectedDifference("hibernate", "add-bogus-column", "failed at statement", QUERY));

    /** The rows that differ although the outcome does not. */
    static final List<ExpectedDifference> ROWS = List.of(
            new ExpectedDifference("hibernate", "batch-autocommit", START, ONE_TRANSACTION),
            new ExpectedDifference("hibernate", "batch-in-transaction", START, ALL_OR_NOTHING),
            new ExpectedDifference("mybatis", "batch-in-transaction", START, ALL_OR_NOTHING),
            new ExpectedDifference("hibernate", "then-commit", START, ALL_OR_NOTHING),
            new ExpectedDifference("mybatis", "then-commit", START, ALL_OR_NOTHING),
            new ExpectedDifference("hibernate", "then-go-on", START, ALL_OR_NOTHING),
            new ExpectedDifference("mybatis", "then-go-on", START, ALL_OR_NOTHING),
            new ExpectedDifference("hibernate", "to-savepoint", START, ALL_OR_NOTHING),
            new ExpectedDifference("mybatis", "to-savepoint", START, ALL_OR_NOTHING),
            new ExpectedDifference("hibernate", "commit-repaired", "[parent (815), parent (4711)]", FAILED_COMMIT),
            new ExpectedDifference("hibernate", "commit-next-work", "[parent (815), child (2, 815)]", FAILED_COMMIT));

    /** Returns what a path answers to a scenario, if that is on a list. */
    static Optional<String> in(List<ExpectedDifference> list, String path, String scenario) {
        return list.stream()
                .filter(one -> one.path.equals(path) && one.scenario.equals(scenario))
                .map(ExpectedDifference::answer)
                .findFirst();
    }
}
