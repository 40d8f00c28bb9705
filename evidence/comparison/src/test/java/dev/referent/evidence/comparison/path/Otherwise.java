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
record Otherwise(String path, String scenario, String answer, String why) {
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
    static final List<Otherwise> OUTCOMES = List.of(
            new Otherwise("hibernate", "after-dump-script", REFUSED, SWITCH),
            new Otherwise("hibernate", "switched-off", REFUSED, SWITCH),
            new Otherwise("hibernate", "orphan-other-column", REFUSED, SWITCH),
            new Otherwise("hibernate", "orphan-same-key", REFUSED, SWITCH),
            new Otherwise("hibernate", "orphan-delete", REFUSED, SWITCH),
            new Otherwise("hibernate", "delete-unchecked", REFUSED, SWITCH),
            new Otherwise("hibernate", "cascade-unchecked", "accepted", SWITCH),
            new Otherwise("hibernate", "drop-unchecked", REFUSED, SWITCH),
            new Otherwise("hibernate", "insert-then-delete", "failed at flush", SNAPSHOT),
            new Otherwise("hibernate", "insert-rolled-back", "failed at flush", SNAPSHOT),
            new Otherwise("hibernate", "both-delete", "failed at flush", SNAPSHOT),
            new Otherwise("hibernate", "add-bogus-column", "failed at statement", QUERY));

    /** The rows that differ although the outcome does not. */
    static final List<Otherwise> ROWS = List.of(
            new Otherwise("hibernate", "batch-autocommit", START, ONE_TRANSACTION),
            new Otherwise("hibernate", "batch-in-transaction", START, ALL_OR_NOTHING),
            new Otherwise("mybatis", "batch-in-transaction", START, ALL_OR_NOTHING),
            new Otherwise("hibernate", "then-commit", START, ALL_OR_NOTHING),
            new Otherwise("mybatis", "then-commit", START, ALL_OR_NOTHING),
            new Otherwise("hibernate", "then-go-on", START, ALL_OR_NOTHING),
            new Otherwise("mybatis", "then-go-on", START, ALL_OR_NOTHING),
            new Otherwise("hibernate", "to-savepoint", START, ALL_OR_NOTHING),
            new Otherwise("mybatis", "to-savepoint", START, ALL_OR_NOTHING),
            new Otherwise("hibernate", "commit-repaired", "[parent (815), parent (4711)]", FAILED_COMMIT),
            new Otherwise("hibernate", "commit-next-work", "[parent (815), child (2, 815)]", FAILED_COMMIT));

    /** Returns what a path answers to a scenario, if that is on a list. */
    static Optional<String> in(List<Otherwise> list, String path, String scenario) {
        return list.stream()
                .filter(one -> one.path.equals(path) && one.scenario.equals(scenario))
                .map(Otherwise::answer)
                .findFirst();
    }
}
