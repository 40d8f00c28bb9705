package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.CHECKS_OFF;
import static dev.referent.evidence.comparison.scenario.Fixtures.CHECKS_ON;
import static dev.referent.evidence.comparison.scenario.Fixtures.CHILD;
import static dev.referent.evidence.comparison.scenario.Fixtures.KEY;
import static dev.referent.evidence.comparison.scenario.Fixtures.NOTED_CHILD;
import static dev.referent.evidence.comparison.scenario.Fixtures.PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PLAIN;
import static dev.referent.evidence.comparison.scenario.Fixtures.child;
import static dev.referent.evidence.comparison.scenario.Fixtures.delete;
import static dev.referent.evidence.comparison.scenario.Fixtures.sql;
import static dev.referent.evidence.comparison.scenario.Fixtures.update;
import static dev.referent.evidence.comparison.scenario.Scenario.insert;
import static dev.referent.evidence.engines.Family.SQLITE;

import java.util.List;

/** What happens while checks are switched off, and after they are on again. */
final class SwitchScenarios {
    static final List<Scenario> ALL = List.of(
            ask("switched-off", "Can a session switch the checks off and store an orphan?")
                    .tables(PARENT, PLAIN)
                    .autoCommit()
                    .one(CHECKS_OFF, insert(PLAIN, 1, 4711), CHECKS_ON)
                    .gives("accepted, 1 orphan"),
            orphan("orphan-other-column", "Can another column of an orphan be changed when checks are on again?")
                    .one(update(NOTED_CHILD, 1, "note", "new"))
                    .gives("accepted, 1 orphan"),
            orphan("orphan-same-key", "Can an orphan's key be set to the bogus value that it has?")
                    .one(sql("UPDATE child SET parent_id = 4711 WHERE id = 1"))
                    .gives("rejected at statement, 1 orphan"),
            orphan("orphan-delete", "Can an orphan be deleted when checks are on again?")
                    .one(delete(NOTED_CHILD, 1))
                    .gives("accepted"),
            unchecked(
                            "delete-unchecked",
                            "Is an orphan left when a referenced parent is deleted while checks are off?",
                            "")
                    .one(delete(PARENT, 815), CHECKS_ON)
                    .gives("accepted, 1 orphan"),
            unchecked("cascade-unchecked", "Do cascades still run while checks are off?", "ON DELETE CASCADE")
                    .one(delete(PARENT, 815), CHECKS_ON)
                    .gives("accepted, 1 orphan"),
            unchecked("drop-unchecked", "Can a referenced parent be dropped while checks are off?", "")
                    .one(sql("DROP TABLE parent"), CHECKS_ON)
                    .gives("accepted"),
            ask("add-key-unchecked-session", "Is a key added to a table with an orphan while checks are off?")
                    .tables(PARENT, CHILD)
                    .counting(KEY)
                    .row(CHILD, 1, 4711)
                    .autoCommit()
                    .one(CHECKS_OFF, sql(KEY.addition()).notOn(SQLITE), CHECKS_ON)
                    .gives("not available"));

    private SwitchScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.SCHEMA, question);
    }

    private static Scenario.Draft orphan(String name, String question) {
        return ask(name, question)
                .tables(PARENT, NOTED_CHILD)
                .autoCommit()
                .one(CHECKS_OFF, insert(NOTED_CHILD, 1, 4711, "old"), CHECKS_ON);
    }

    private static Scenario.Draft unchecked(String name, String question, String clauses) {
        Table child = child(clauses);
        return ask(name, question)
                .tables(PARENT, child)
                .row(PARENT, 815)
                .row(child, 1, 815)
                .autoCommit()
                .one(CHECKS_OFF);
    }
}
