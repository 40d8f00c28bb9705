package dev.referent.comparison.scenario;

import static dev.referent.comparison.scenario.Scenario.checks;
import static dev.referent.comparison.scenario.Scenario.insert;

import java.util.List;

/** All scenarios, in the order of a report. */
public final class Scenarios {
    private static final Operation FLUSH = new Operation.Flush();
    private static final Operation COMMIT = new Operation.Commit();

    private Scenarios() {}

    /** Returns them all. */
    public static List<Scenario> all() {
        Table parent = Table.of("parent", "id INTEGER NOT NULL PRIMARY KEY");
        Table child = Table.of("child", "id INTEGER NOT NULL PRIMARY KEY", "parent_id INTEGER");
        Table plain = child.with(Key.of("child", "parent_id", "parent", ""));
        Table deferred = child.with(Key.of("child", "parent_id", "parent", "DEFERRABLE INITIALLY DEFERRED"));
        return List.of(
                Scenario.of("fresh-connection", Group.ENFORCED, "Is a bogus parent refused on a fresh connection?")
                        .tables(parent, plain)
                        .autoCommit()
                        .one(insert(plain, 1, 4711))
                        .gives("rejected at statement"),
                Scenario.of("in-a-transaction", Group.ENFORCED, "Is a bogus parent refused inside a transaction?")
                        .tables(parent, plain)
                        .one(insert(plain, 1, 4711), FLUSH, COMMIT)
                        .gives("rejected at statement"),
                Scenario.of("deferred-commit", Group.TIMING, "Is a deferred key's violation found at the commit?")
                        .tables(parent, deferred)
                        .one(insert(deferred, 1, 4711), FLUSH, COMMIT)
                        .gives("rejected at commit"),
                Scenario.of("switched-off", Group.SCHEMA, "Can a session switch the checks off and store an orphan?")
                        .tables(parent, plain)
                        .autoCommit()
                        .one(checks(false), insert(plain, 1, 4711), checks(true))
                        .gives("accepted, 1 orphan"),
                Scenario.of(
                                "insert-then-delete",
                                Group.RACES,
                                "Does a child that another session is inserting hold its parent?")
                        .tables(parent, plain)
                        .row(parent, 815)
                        .one(insert(plain, 1, 815), FLUSH)
                        .two(new Operation.Delete(parent, 815), FLUSH)
                        .one(COMMIT)
                        .two(COMMIT)
                        .gives("rejected at statement"));
    }
}
