package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.CHECKS_OFF;
import static dev.referent.evidence.comparison.scenario.Fixtures.CHECKS_ON;
import static dev.referent.evidence.comparison.scenario.Fixtures.CHILD;
import static dev.referent.evidence.comparison.scenario.Fixtures.COMMIT;
import static dev.referent.evidence.comparison.scenario.Fixtures.FLUSH;
import static dev.referent.evidence.comparison.scenario.Fixtures.ID;
import static dev.referent.evidence.comparison.scenario.Fixtures.KEY;
import static dev.referent.evidence.comparison.scenario.Fixtures.PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PLAIN;
import static dev.referent.evidence.comparison.scenario.Fixtures.RECONNECT;
import static dev.referent.evidence.comparison.scenario.Scenario.insert;

import java.util.List;

/** Whether foreign keys are enforced at all, and for which sessions. */
final class EnforcedScenarios {
    static final List<Scenario> ALL = List.of(
            ask("fresh-connection", "Is a bogus parent rejected on a fresh connection?")
                    .tables(PARENT, PLAIN)
                    .autoCommit()
                    .one(insert(PLAIN, 1, 4711))
                    .gives("rejected at statement"),
            ask("in-a-transaction", "Is a bogus parent rejected inside a transaction?")
                    .tables(PARENT, PLAIN)
                    .one(insert(PLAIN, 1, 4711), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("inline-references", "Is a key enforced that is declared inline, with REFERENCES alone?")
                    .tables(PARENT, Table.of("child", ID, "parent_id INTEGER REFERENCES parent (id)"))
                    .counting(KEY)
                    .autoCommit()
                    .one(insert(CHILD, 1, 4711))
                    .gives("rejected at statement"),
            ask(
                            "after-dump-script",
                            "Is a bogus parent rejected in a session that ran a script whose first line switches checks off?")
                    .tables(PARENT, PLAIN)
                    .autoCommit()
                    .one(CHECKS_OFF, insert(PARENT, 1), insert(PLAIN, 1, 1), insert(PLAIN, 2, 4711))
                    .gives("accepted, 1 orphan"),
            ask("next-in-pool", "Is a bogus parent rejected after the pool's last borrower left checks off?")
                    .tables(PARENT, PLAIN)
                    .autoCommit()
                    .pooled()
                    .one(CHECKS_OFF, RECONNECT, insert(PLAIN, 1, 4711))
                    .gives("rejected at statement"),
            ask("switch-of-another", "Is a bogus parent rejected while another session has its checks off?")
                    .tables(PARENT, PLAIN)
                    .autoCommit()
                    .one(CHECKS_OFF)
                    .two(insert(PLAIN, 1, 4711))
                    .one(CHECKS_ON)
                    .gives("rejected at statement"),
            ask("switch-in-transaction", "Can checks be switched off inside a transaction?")
                    .tables(PARENT, PLAIN)
                    .one(CHECKS_OFF, insert(PLAIN, 1, 4711), FLUSH, COMMIT)
                    .gives("rejected at statement"));

    private EnforcedScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.ENFORCED, question);
    }
}
