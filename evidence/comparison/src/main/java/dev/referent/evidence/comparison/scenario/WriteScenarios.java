package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.COMMIT;
import static dev.referent.evidence.comparison.scenario.Fixtures.FLUSH;
import static dev.referent.evidence.comparison.scenario.Fixtures.PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PLAIN;
import static dev.referent.evidence.comparison.scenario.Fixtures.child;
import static dev.referent.evidence.comparison.scenario.Fixtures.delete;
import static dev.referent.evidence.comparison.scenario.Fixtures.sql;
import static dev.referent.evidence.comparison.scenario.Fixtures.update;
import static dev.referent.evidence.comparison.scenario.Scenario.insert;

import java.util.List;

/** Writes of one row, with parents that are missing or referenced. */
final class WriteScenarios {
    private static final Table UPDATE_RESTRICTED = child("ON UPDATE RESTRICT");

    static final List<Scenario> ALL = List.of(
            ask("insert-child", "Is a child of an existing parent stored?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .one(insert(PLAIN, 1, 815), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("insert-null", "Is a child without a parent stored?")
                    .tables(PARENT, PLAIN)
                    .one(insert(PLAIN, 1, null), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("move-to-bogus", "Is a child's move to a bogus parent rejected?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PLAIN, 1, 815)
                    .one(update(PLAIN, 1, "parent_id", 4711), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("move-to-null", "Can a child's reference be set to NULL?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PLAIN, 1, 815)
                    .one(update(PLAIN, 1, "parent_id", null), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("delete-parent", "Is the deletion of a referenced parent rejected?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PLAIN, 1, 815)
                    .one(delete(PARENT, 815), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("child-then-parent", "Can a transaction delete a child and then its parent?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PLAIN, 1, 815)
                    .one(delete(PLAIN, 1), FLUSH, delete(PARENT, 815), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("parent-then-child", "Can a transaction delete a parent and then its child?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PLAIN, 1, 815)
                    .one(delete(PARENT, 815), FLUSH, delete(PLAIN, 1), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("delete-and-restore", "Can a transaction delete a referenced parent and insert it again?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PLAIN, 1, 815)
                    .one(delete(PARENT, 815), FLUSH, insert(PARENT, 815), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("change-parent-key", "Is another value for a referenced key rejected?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PLAIN, 1, 815)
                    .one(sql("UPDATE parent SET id = 816 WHERE id = 815"), COMMIT)
                    .gives("rejected at statement"),
            ask("same-parent-key", "Can a referenced key be set to the value it has?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PLAIN, 1, 815)
                    .one(sql("UPDATE parent SET id = 815 WHERE id = 815"), COMMIT)
                    .gives("accepted"),
            ask("same-parent-key-restrict", "Can a referenced key be set to the value it has under ON UPDATE RESTRICT?")
                    .tables(PARENT, UPDATE_RESTRICTED)
                    .row(PARENT, 815)
                    .row(UPDATE_RESTRICTED, 1, 815)
                    .one(sql("UPDATE parent SET id = 815 WHERE id = 815"), COMMIT)
                    .gives("accepted"));

    private WriteScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.WRITES, question);
    }
}
