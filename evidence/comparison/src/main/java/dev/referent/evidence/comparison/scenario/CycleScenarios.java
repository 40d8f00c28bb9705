package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.COMMIT;
import static dev.referent.evidence.comparison.scenario.Fixtures.FLUSH;
import static dev.referent.evidence.comparison.scenario.Fixtures.ID;
import static dev.referent.evidence.comparison.scenario.Fixtures.delete;
import static dev.referent.evidence.comparison.scenario.Fixtures.node;
import static dev.referent.evidence.comparison.scenario.Fixtures.update;
import static dev.referent.evidence.comparison.scenario.Scenario.insert;

import java.util.List;

/** Self-referencing tables, and tables that refer to each other. */
final class CycleScenarios {
    private static final Table NODE = node("");
    private static final Table TREE = node("ON DELETE CASCADE");
    private static final Table HEN = hen("");
    private static final Table EGG = egg("");
    private static final Table HEN_DEFERRED = hen("DEFERRABLE INITIALLY DEFERRED");
    private static final Table HEN_CASCADE = hen("ON DELETE CASCADE");
    private static final Table EGG_CASCADE = egg("ON DELETE CASCADE");

    static final List<Scenario> ALL = List.of(
            ask("own-parent", "Can a row be its own parent?")
                    .tables(NODE)
                    .one(insert(NODE, 815, 815), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("delete-own-parent", "Can a row be deleted that is its own parent?")
                    .tables(NODE)
                    .row(NODE, 815, null)
                    .one(update(NODE, 815, "parent_id", 815), FLUSH, delete(NODE, 815), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("delete-root", "Is the deletion of a tree's root rejected?")
                    .tables(NODE)
                    .row(NODE, 815, null)
                    .row(NODE, 1, 815)
                    .one(delete(NODE, 815), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("cascade-root", "Does a cascade delete the whole tree with its root?")
                    .tables(TREE)
                    .row(TREE, 815, null)
                    .row(TREE, 1, 815)
                    .row(TREE, 2, 1)
                    .one(delete(TREE, 815), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("hen-and-egg", "Can two rows that reference each other be stored by using NULL first?")
                    .tables(HEN, EGG)
                    .one(insert(HEN, 1, null), FLUSH, insert(EGG, 1, 1), FLUSH)
                    .one(update(HEN, 1, "egg_id", 1), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("hen-and-egg-deferred", "Can two rows that reference each other be stored with a deferred key?")
                    .tables(HEN_DEFERRED, EGG)
                    .one(insert(HEN_DEFERRED, 1, 1), FLUSH, insert(EGG, 1, 1), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("hen-and-egg-delete", "Does a cascade in both directions delete two rows that reference each other?")
                    .tables(HEN_CASCADE, EGG_CASCADE)
                    .row(HEN_CASCADE, 815, null)
                    .row(EGG_CASCADE, 1, 815)
                    .one(update(HEN_CASCADE, 815, "egg_id", 1), FLUSH, delete(HEN_CASCADE, 815), FLUSH, COMMIT)
                    .gives("accepted"));

    private CycleScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.CYCLES, question);
    }

    private static Table hen(String clauses) {
        return Table.of("hen", ID, "egg_id INTEGER").with(Key.of("hen", "egg_id", "egg", clauses));
    }

    private static Table egg(String clauses) {
        return Table.of("egg", ID, "hen_id INTEGER").with(Key.of("egg", "hen_id", "hen", clauses));
    }
}
