package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.CHILD;
import static dev.referent.evidence.comparison.scenario.Fixtures.COMMIT;
import static dev.referent.evidence.comparison.scenario.Fixtures.FLUSH;
import static dev.referent.evidence.comparison.scenario.Fixtures.ID;
import static dev.referent.evidence.comparison.scenario.Fixtures.PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PLAIN;
import static dev.referent.evidence.comparison.scenario.Fixtures.ROLLBACK;
import static dev.referent.evidence.comparison.scenario.Fixtures.child;
import static dev.referent.evidence.comparison.scenario.Fixtures.delete;
import static dev.referent.evidence.comparison.scenario.Fixtures.sql;
import static dev.referent.evidence.comparison.scenario.Scenario.insert;
import static dev.referent.evidence.engines.Family.DERBY;
import static dev.referent.evidence.engines.Family.DUCKDB;

import java.util.List;
import java.util.Map;

/** What is left after a failure: the transaction, a savepoint, the commit. */
final class AfterFailureScenarios {
    private static final Table DEFERRED = child("DEFERRABLE INITIALLY DEFERRED");
    private static final Operation SAVEPOINT = sql("SAVEPOINT before_it")
            .on(Map.of(DERBY, "SAVEPOINT before_it ON ROLLBACK RETAIN CURSORS"))
            .notOn(DUCKDB);
    private static final Operation TO_SAVEPOINT =
            sql("ROLLBACK TO SAVEPOINT before_it").sentEvenAfterFailure().notOn(DUCKDB);

    private static final Operation NEXT =
            sql("INSERT INTO child (id, parent_id) VALUES (2, 815)").sentEvenAfterFailure();
    private static final Table HELD =
            Table.of("grandchild", ID, "child_id INTEGER").with(Key.of("grandchild", "child_id", "child", ""));

    static final List<Scenario> ALL = List.of(
            ask("then-commit", "Does the commit store what came before a violation?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .one(insert(PLAIN, 1, 815), FLUSH, insert(PLAIN, 2, 4711), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("then-rollback", "Does a rollback after a violation undo everything?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .one(insert(PLAIN, 1, 815), FLUSH, insert(PLAIN, 2, 4711), FLUSH, ROLLBACK)
                    .gives("rejected at statement"),
            ask("then-go-on", "Can a program that ignores a violation continue and commit?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .one(insert(PLAIN, 1, 4711), FLUSH, NEXT, COMMIT)
                    .gives("rejected at statement"),
            ask("to-savepoint", "Can a transaction continue from a savepoint after a violation?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .one(SAVEPOINT, insert(PLAIN, 1, 4711), FLUSH, TO_SAVEPOINT, NEXT, COMMIT)
                    .gives("rejected at statement"),
            ask("to-savepoint-deferred", "Does a rollback to a savepoint undo a deferred violation?")
                    .tables(PARENT, DEFERRED)
                    .row(PARENT, 815)
                    .one(SAVEPOINT, insert(DEFERRED, 1, 4711), FLUSH, TO_SAVEPOINT, NEXT, COMMIT)
                    .gives("accepted"),
            ask("cascade-undone", "Are the rows that a rejected cascade deleted restored?")
                    .tables(PARENT, child("ON DELETE CASCADE"), HELD)
                    .row(PARENT, 815)
                    .row(CHILD, 1, 815)
                    .row(CHILD, 2, 815)
                    .row(HELD, 1, 2)
                    .one(delete(PARENT, 815), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            failedCommit("commit-again", "Is the transaction of a rejected commit still open, to be committed again?")
                    .one(COMMIT)
                    .gives("rejected at commit"),
            failedCommit(
                            "commit-repaired",
                            "Can a transaction be repaired and committed after its commit was rejected?")
                    .one(sql("INSERT INTO parent (id) VALUES (4711)").sentEvenAfterFailure(), COMMIT)
                    .gives("rejected at commit"),
            failedCommit(
                            "commit-next-work",
                            "Does the next commit store what a program writes after a rejected commit?")
                    .one(NEXT, COMMIT)
                    .gives("rejected at commit"));

    private AfterFailureScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.AFTERWARDS, question);
    }

    private static Scenario.Draft failedCommit(String name, String question) {
        return ask(name, question)
                .tables(PARENT, DEFERRED)
                .row(PARENT, 815)
                .one(insert(DEFERRED, 1, 4711), FLUSH, COMMIT);
    }
}
