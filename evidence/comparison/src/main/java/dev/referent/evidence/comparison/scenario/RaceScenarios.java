package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.COMMIT;
import static dev.referent.evidence.comparison.scenario.Fixtures.FLUSH;
import static dev.referent.evidence.comparison.scenario.Fixtures.NOTED_PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PLAIN;
import static dev.referent.evidence.comparison.scenario.Fixtures.ROLLBACK;
import static dev.referent.evidence.comparison.scenario.Fixtures.child;
import static dev.referent.evidence.comparison.scenario.Fixtures.delete;
import static dev.referent.evidence.comparison.scenario.Fixtures.sql;
import static dev.referent.evidence.comparison.scenario.Fixtures.update;
import static dev.referent.evidence.comparison.scenario.Scenario.insert;

import java.util.List;

/** Two concurrent sessions: which one waits, which one fails, and whether an orphan is left. */
final class RaceScenarios {
    private static final Table CASCADE = child("ON DELETE CASCADE");
    private static final Table DEFERRED = child("DEFERRABLE INITIALLY DEFERRED");

    static final List<Scenario> ALL = List.of(
            race("insert-then-delete", "Does a child that another session is inserting protect its parent?")
                    .one(insert(PLAIN, 1, 815), FLUSH)
                    .two(delete(PARENT, 815), FLUSH)
                    .one(COMMIT)
                    .two(COMMIT)
                    .gives("rejected at statement"),
            race("delete-then-insert", "Is a child rejected whose parent another session is deleting?")
                    .one(delete(PARENT, 815), FLUSH)
                    .two(insert(PLAIN, 1, 815), FLUSH)
                    .one(COMMIT)
                    .two(COMMIT)
                    .gives("rejected at statement"),
            race("delete-rolled-back", "Is a child stored whose parent's deletion another session then rolls back?")
                    .one(delete(PARENT, 815), FLUSH)
                    .two(insert(PLAIN, 1, 815), FLUSH)
                    .one(ROLLBACK)
                    .two(COMMIT)
                    .gives("accepted"),
            race(
                            "insert-rolled-back",
                            "Can a parent be deleted when the other session rolls back the child that protected it?")
                    .one(insert(PLAIN, 1, 815), FLUSH)
                    .two(delete(PARENT, 815), FLUSH)
                    .one(ROLLBACK)
                    .two(COMMIT)
                    .gives("accepted"),
            race(CASCADE, "cascade-then-insert", "Is an orphan left when a child is inserted during a cascade?")
                    .one(delete(PARENT, 815), FLUSH)
                    .two(insert(PLAIN, 1, 815), FLUSH)
                    .one(COMMIT)
                    .two(COMMIT)
                    .gives("rejected at statement"),
            race("change-key-then-insert", "Is a child rejected whose parent's key another session is changing?")
                    .one(sql("UPDATE parent SET id = 817 WHERE id = 815"))
                    .two(insert(PLAIN, 1, 815), FLUSH)
                    .one(COMMIT)
                    .two(COMMIT)
                    .gives("rejected at statement"),
            race("uncommitted-parent", "Can a child reference a parent that another session has not yet committed?")
                    .one(insert(NOTED_PARENT, 4711, null), FLUSH)
                    .two(insert(PLAIN, 1, 4711), FLUSH)
                    .one(COMMIT)
                    .two(COMMIT)
                    .gives("accepted"),
            race(
                            "uncommitted-parent-gone",
                            "Is a child rejected whose parent another session has inserted and then rolls back?")
                    .one(insert(NOTED_PARENT, 4711, null), FLUSH)
                    .two(insert(PLAIN, 1, 4711), FLUSH)
                    .one(ROLLBACK)
                    .two(COMMIT)
                    .gives("rejected at statement"),
            race("two-children", "Can two sessions insert a child of the same parent at once?")
                    .one(insert(PLAIN, 1, 815), FLUSH)
                    .two(insert(PLAIN, 2, 815), FLUSH)
                    .one(COMMIT)
                    .two(COMMIT)
                    .gives("accepted"),
            race("child-then-note", "Can a session change another column of a parent while a child of it is inserted?")
                    .one(insert(PLAIN, 1, 815), FLUSH)
                    .two(update(NOTED_PARENT, 815, "note", "new"), FLUSH)
                    .one(COMMIT)
                    .two(COMMIT)
                    .gives("accepted"),
            race(
                            "note-then-child",
                            "Can a child be inserted while another session changes another column of its parent?")
                    .one(update(NOTED_PARENT, 815, "note", "new"), FLUSH)
                    .two(insert(PLAIN, 1, 815), FLUSH)
                    .one(COMMIT)
                    .two(COMMIT)
                    .gives("accepted"),
            race("both-delete", "What happens when two sessions delete the same child and parent?")
                    .row(PLAIN, 1, 815)
                    .one(delete(PLAIN, 1), FLUSH)
                    .two(delete(PLAIN, 1), FLUSH)
                    .one(delete(PARENT, 815), FLUSH, COMMIT)
                    .two(delete(PARENT, 815), FLUSH, COMMIT)
                    .gives("accepted"),
            race("crossed", "What happens when each of two sessions deletes the parent of the other's new child?")
                    .one(insert(PLAIN, 1, 815), FLUSH)
                    .two(insert(PLAIN, 2, 816), FLUSH)
                    .one(delete(PARENT, 816), FLUSH)
                    .two(delete(PARENT, 815), FLUSH)
                    .one(COMMIT)
                    .two(COMMIT)
                    .gives("rejected at statement"),
            race(
                            "children-then-update",
                            "What happens when two sessions insert a child, then change its parent's note?")
                    .one(insert(PLAIN, 1, 815), FLUSH)
                    .two(insert(PLAIN, 2, 815), FLUSH)
                    .one(update(NOTED_PARENT, 815, "note", "one"), FLUSH)
                    .two(update(NOTED_PARENT, 815, "note", "two"), FLUSH)
                    .one(COMMIT)
                    .two(COMMIT)
                    .gives("accepted"),
            ask("deferred-and-other-session", "Can the parent of a deferred key come from another session?")
                    .tables(NOTED_PARENT, DEFERRED)
                    .one(insert(DEFERRED, 1, 4711), FLUSH)
                    .two(insert(NOTED_PARENT, 4711, null), FLUSH, COMMIT)
                    .one(COMMIT, ROLLBACK)
                    .gives("rejected at commit"));

    private RaceScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.RACES, question);
    }

    private static Scenario.Draft race(String name, String question) {
        return race(PLAIN, name, question);
    }

    private static Scenario.Draft race(Table child, String name, String question) {
        return ask(name, question)
                .tables(NOTED_PARENT, child)
                .row(NOTED_PARENT, 815, "old")
                .row(NOTED_PARENT, 816, "old");
    }
}
