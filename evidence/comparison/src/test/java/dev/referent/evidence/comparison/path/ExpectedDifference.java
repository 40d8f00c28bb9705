package dev.referent.evidence.comparison.path;

import java.util.List;
import java.util.Optional;

/**
 * A known difference between an access path and plain JDBC, on SQLite with Referent.
 *
 * @param path the access path
 * @param scenario the scenario
 * @param actual the outcome on the access path, or the rows stored at the end
 * @param reason the reason for the difference
 */
record ExpectedDifference(String path, String scenario, String actual, String reason) {
    private static final String REJECTED = "rejected at statement";
    private static final String START = "[parent (815)]";

    private static final String SWITCH =
            "SQLite ignores PRAGMA foreign_keys in a transaction, and Hibernate sends SQL only in a transaction";
    private static final String SNAPSHOT =
            "Hibernate reads a row before it changes it, and SQLite does not let a transaction that has read wait for a writer";
    private static final String QUERY =
            "Hibernate calls executeUpdate, which the driver rejects because SQLite runs this ALTER TABLE as a query";
    private static final String ALL_OR_NOTHING =
            "with Referent, the commit of a transaction with a foreign key violation rolls back and throws";
    private static final String FAILED_COMMIT = "Hibernate rolls back after a failed commit";
    private static final String ONE_TRANSACTION = "Hibernate has no autocommit; the batch is one transaction";

    /** The outcomes that differ by more than the failure point. */
    static final List<ExpectedDifference> OUTCOMES = List.of(
            new ExpectedDifference("hibernate", "after-dump-script", REJECTED, SWITCH),
            new ExpectedDifference("hibernate", "switched-off", REJECTED, SWITCH),
            new ExpectedDifference("hibernate", "orphan-other-column", REJECTED, SWITCH),
            new ExpectedDifference("hibernate", "orphan-same-key", REJECTED, SWITCH),
            new ExpectedDifference("hibernate", "orphan-delete", REJECTED, SWITCH),
            new ExpectedDifference("hibernate", "delete-unchecked", REJECTED, SWITCH),
            new ExpectedDifference("hibernate", "cascade-unchecked", "accepted", SWITCH),
            new ExpectedDifference("hibernate", "drop-unchecked", REJECTED, SWITCH),
            new ExpectedDifference("hibernate", "insert-then-delete", "failed at flush", SNAPSHOT),
            new ExpectedDifference("hibernate", "insert-rolled-back", "failed at flush", SNAPSHOT),
            new ExpectedDifference("hibernate", "both-delete", "failed at flush", SNAPSHOT),
            new ExpectedDifference("hibernate", "add-bogus-column", "failed at statement", QUERY));

    /** The rows that differ although the outcome is the same. */
    static final List<ExpectedDifference> ROWS = List.of(
            new ExpectedDifference("hibernate", "batch-autocommit", START, ONE_TRANSACTION),
            new ExpectedDifference("hibernate", "batch-in-transaction", START, ALL_OR_NOTHING),
            new ExpectedDifference("mybatis", "batch-in-transaction", START, ALL_OR_NOTHING),
            new ExpectedDifference("hibernate", "then-commit", START, ALL_OR_NOTHING),
            new ExpectedDifference("mybatis", "then-commit", START, ALL_OR_NOTHING),
            new ExpectedDifference("hibernate", "then-go-on", START, ALL_OR_NOTHING),
            new ExpectedDifference("mybatis", "then-go-on", START, ALL_OR_NOTHING),
            new ExpectedDifference("hibernate", "to-savepoint", START, ALL_OR_NOTHING),
            new ExpectedDifference("hibernate", "commit-repaired", "[parent (815), parent (4711)]", FAILED_COMMIT),
            new ExpectedDifference("hibernate", "commit-next-work", "[parent (815), child (2, 815)]", FAILED_COMMIT));

    /** Returns the outcome or the rows of a path and scenario, if they are on the list. */
    static Optional<String> in(List<ExpectedDifference> list, String path, String scenario) {
        return list.stream()
                .filter(one -> one.path.equals(path) && one.scenario.equals(scenario))
                .map(ExpectedDifference::actual)
                .findFirst();
    }
}
