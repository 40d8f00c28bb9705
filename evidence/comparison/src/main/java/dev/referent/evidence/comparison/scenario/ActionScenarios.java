package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.COMMIT;
import static dev.referent.evidence.comparison.scenario.Fixtures.FLUSH;
import static dev.referent.evidence.comparison.scenario.Fixtures.ID;
import static dev.referent.evidence.comparison.scenario.Fixtures.PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.child;
import static dev.referent.evidence.comparison.scenario.Fixtures.delete;
import static dev.referent.evidence.comparison.scenario.Fixtures.sql;

import java.util.List;

/** What happens to the children when their parent is deleted or changed. */
final class ActionScenarios {
    private static final Table CASCADE = child("ON DELETE CASCADE");
    private static final Table GRANDCHILD =
            Table.of("grandchild", ID, "child_id INTEGER").with(Key.of("grandchild", "child_id", "child", ""));
    private static final Table EAST = side("east");
    private static final Table WEST = side("west");
    private static final Table LEAF = Table.of("leaf", ID, "east_id INTEGER", "west_id INTEGER")
            .with(Key.of("leaf", "east_id", "east", "ON DELETE CASCADE"), Key.of("leaf", "west_id", "west", ""));

    static final List<Scenario> ALL = List.of(
            deletion("restrict", "Does ON DELETE RESTRICT reject the deletion?", child("ON DELETE RESTRICT"))
                    .gives("rejected at statement"),
            deletion("cascade", "Does ON DELETE CASCADE delete the children?", CASCADE)
                    .gives("accepted"),
            deletion("set-null", "Does ON DELETE SET NULL set the reference to NULL?", child("ON DELETE SET NULL"))
                    .gives("accepted"),
            deletion(
                            "set-null-on-not-null",
                            "When is ON DELETE SET NULL on a NOT NULL column rejected?",
                            defaulting("NOT NULL", "SET NULL"))
                    .gives("rejected at statement"),
            deletion(
                            "set-default",
                            "Does ON DELETE SET DEFAULT move the children to the default?",
                            defaulting("DEFAULT 1", "SET DEFAULT"))
                    .row(PARENT, 1)
                    .gives("accepted"),
            deletion(
                            "set-default-bogus",
                            "Is ON DELETE SET DEFAULT rejected when the default has no parent?",
                            defaulting("DEFAULT 4711", "SET DEFAULT"))
                    .gives("rejected at statement"),
            deletion(
                            "set-default-without",
                            "Does ON DELETE SET DEFAULT without a default set NULL?",
                            defaulting("", "SET DEFAULT"))
                    .gives("accepted"),
            change("cascade-update", "Does ON UPDATE CASCADE change the children too?", child("ON UPDATE CASCADE"))
                    .gives("accepted"),
            change("set-null-update", "Does ON UPDATE SET NULL set the reference to NULL?", child("ON UPDATE SET NULL"))
                    .gives("accepted"),
            deletion("cascade-chain", "Does a cascade reach the grandchildren?", CASCADE)
                    .tables(grandchild("ON DELETE CASCADE"))
                    .row(GRANDCHILD, 1, 1)
                    .gives("accepted"),
            deletion("cascade-blocked", "Does a grandchild that must stay undo the whole cascade?", CASCADE)
                    .tables(GRANDCHILD)
                    .row(GRANDCHILD, 1, 1)
                    .gives("rejected at statement"),
            ask(
                            "diamond",
                            "Can a parent be deleted if one key cascades to its grandchild and another key, NO ACTION, holds the grandchild?")
                    .tables(PARENT, EAST, WEST, LEAF)
                    .row(PARENT, 815)
                    .row(EAST, 1, 815)
                    .row(WEST, 1, 815)
                    .row(LEAF, 1, 1, 1)
                    .one(delete(PARENT, 815), FLUSH, COMMIT)
                    .gives("accepted"));

    private ActionScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.ACTIONS, question);
    }

    private static Table defaulting(String constraint, String action) {
        return Table.of("child", ID, ("parent_id INTEGER " + constraint).strip())
                .with(Key.of("child", "parent_id", "parent", "ON DELETE " + action));
    }

    private static Table grandchild(String clauses) {
        return GRANDCHILD.with(Key.of("grandchild", "child_id", "child", clauses));
    }

    private static Table side(String name) {
        return Table.of(name, ID, "parent_id INTEGER").with(Key.of(name, "parent_id", "parent", "ON DELETE CASCADE"));
    }

    private static Scenario.Draft deletion(String name, String question, Table child) {
        return parentAndChild(name, question, child).one(delete(PARENT, 815), FLUSH, COMMIT);
    }

    private static Scenario.Draft change(String name, String question, Table child) {
        return parentAndChild(name, question, child).one(sql("UPDATE parent SET id = 816 WHERE id = 815"), COMMIT);
    }

    private static Scenario.Draft parentAndChild(String name, String question, Table child) {
        return ask(name, question).tables(PARENT, child).row(PARENT, 815).row(child, 1, 815);
    }
}
