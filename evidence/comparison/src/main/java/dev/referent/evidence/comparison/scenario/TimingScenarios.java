package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.COMMIT;
import static dev.referent.evidence.comparison.scenario.Fixtures.FLUSH;
import static dev.referent.evidence.comparison.scenario.Fixtures.PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PLAIN;
import static dev.referent.evidence.comparison.scenario.Fixtures.child;
import static dev.referent.evidence.comparison.scenario.Fixtures.delete;
import static dev.referent.evidence.comparison.scenario.Fixtures.node;
import static dev.referent.evidence.comparison.scenario.Fixtures.sql;
import static dev.referent.evidence.comparison.scenario.Scenario.insert;
import static dev.referent.evidence.engines.Family.FIREBIRD;
import static dev.referent.evidence.engines.Family.SQLITE;

import java.util.List;
import java.util.Map;

/** When a key is checked: per row, at the end of the statement, or at the commit. */
final class TimingScenarios {
    private static final Table DEFERRED = child("DEFERRABLE INITIALLY DEFERRED");
    private static final Table DEFERRABLE = child("DEFERRABLE INITIALLY IMMEDIATE");
    private static final Table DEFERRED_RESTRICT = child("ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED");
    private static final Operation DEFER =
            sql("SET CONSTRAINTS ALL DEFERRED").on(Map.of(SQLITE, "PRAGMA defer_foreign_keys = ON"));
    private static final Operation NO_LONGER =
            sql("SET CONSTRAINTS ALL IMMEDIATE").on(Map.of(SQLITE, "PRAGMA defer_foreign_keys = OFF"));

    static final List<Scenario> ALL = List.of(
            ask("child-first", "Can a transaction insert a child and then its parent?")
                    .tables(PARENT, PLAIN)
                    .one(insert(PLAIN, 1, 815), FLUSH, insert(PARENT, 815), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("child-first-in-statement", "Can a row come before its parent in one INSERT of two rows?")
                    .tables(node(""))
                    .one(
                            sql("INSERT INTO node (id, parent_id) VALUES (1, 815), (815, NULL)")
                                    .on(Map.of(
                                            FIREBIRD,
                                            "INSERT INTO node (id, parent_id) SELECT 1, 815 FROM rdb$database"
                                                    + " UNION ALL SELECT 815, NULL FROM rdb$database")),
                            COMMIT)
                    .gives("accepted"),
            ask("shift-keys", "Can one UPDATE shift all keys by one so that each child has a parent again at the end?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PARENT, 816)
                    .row(PLAIN, 1, 815)
                    .one(sql("UPDATE parent SET id = id - 1"), COMMIT)
                    .gives("accepted"),
            tree("no-action-tree", "Can one DELETE remove parents and children of a table that references itself?", "")
                    .gives("accepted"),
            tree(
                            "restrict-tree",
                            "Can one DELETE remove parents and children under ON DELETE RESTRICT?",
                            "ON DELETE RESTRICT")
                    .gives("rejected at statement"),
            ask("deferred-commit", "Is a deferred key's violation found at the commit?")
                    .tables(PARENT, DEFERRED)
                    .one(insert(DEFERRED, 1, 4711), FLUSH, COMMIT)
                    .gives("rejected at commit"),
            ask("deferred-autocommit", "Is a deferred key's violation found without a transaction?")
                    .tables(PARENT, DEFERRED)
                    .autoCommit()
                    .one(insert(DEFERRED, 1, 4711))
                    .gives("rejected at statement"),
            ask("deferred-child-first", "Can a child come before its parent when its key is deferred?")
                    .tables(PARENT, DEFERRED)
                    .one(insert(DEFERRED, 1, 815), FLUSH, insert(PARENT, 815), FLUSH, COMMIT)
                    .gives("accepted"),
            restored(
                            "deferred-restore",
                            "Can a referenced parent be deleted and inserted again when the key is deferred?",
                            DEFERRED)
                    .gives("accepted"),
            restored(
                            "deferred-restrict",
                            "Can a referenced parent be deleted and inserted again when the key is deferred and RESTRICT?",
                            DEFERRED_RESTRICT)
                    .gives("rejected at statement"),
            ask("initially-immediate", "Is a deferrable key that is initially immediate checked at the statement?")
                    .tables(PARENT, DEFERRABLE)
                    .one(insert(DEFERRABLE, 1, 4711), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("set-deferred", "Can a transaction defer a key that is initially immediate?")
                    .tables(PARENT, DEFERRABLE)
                    .one(DEFER, insert(DEFERRABLE, 1, 815), FLUSH, insert(PARENT, 815), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("set-immediate", "Is a violation found when the transaction ends the deferral before its commit?")
                    .tables(PARENT, DEFERRABLE)
                    .one(DEFER, insert(DEFERRABLE, 1, 4711), FLUSH, NO_LONGER, COMMIT)
                    .gives("accepted, 1 orphan"));

    private TimingScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.TIMING, question);
    }

    private static Scenario.Draft tree(String name, String question, String clauses) {
        Table node = node(clauses);
        return ask(name, question)
                .tables(node)
                .row(node, 1, null)
                .row(node, 2, 1)
                .row(node, 3, 2)
                .one(sql("DELETE FROM node"), COMMIT);
    }

    private static Scenario.Draft restored(String name, String question, Table child) {
        return ask(name, question)
                .tables(PARENT, child)
                .row(PARENT, 815)
                .row(child, 1, 815)
                .one(delete(PARENT, 815), FLUSH, insert(PARENT, 815), FLUSH, COMMIT);
    }
}
