package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.COMMIT;
import static dev.referent.evidence.comparison.scenario.Fixtures.FLUSH;
import static dev.referent.evidence.comparison.scenario.Fixtures.ID;
import static dev.referent.evidence.comparison.scenario.Fixtures.PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PLAIN;
import static dev.referent.evidence.comparison.scenario.Fixtures.sql;
import static dev.referent.evidence.engines.Family.DERBY;
import static dev.referent.evidence.engines.Family.FIREBIRD;
import static dev.referent.evidence.engines.Family.MARIADB;
import static dev.referent.evidence.engines.Family.OTHER;

import java.util.List;
import java.util.Map;

/** Several rows at once, one of which is rejected. */
final class SetScenarios {
    private static final Table DRAFT = Table.of("draft", ID, "parent_id INTEGER");

    static final List<Scenario> ALL = List.of(
            ask("values-one-bad", "What is stored of one INSERT of three rows, of which the second is bogus?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .one(
                            sql("INSERT INTO child (id, parent_id) VALUES (1, 815), (2, 4711), (3, 815)")
                                    .on(Map.of(
                                            FIREBIRD,
                                            "INSERT INTO child (id, parent_id) SELECT 1, 815 FROM rdb$database"
                                                    + " UNION ALL SELECT 2, 4711 FROM rdb$database"
                                                    + " UNION ALL SELECT 3, 815 FROM rdb$database")),
                            COMMIT)
                    .gives("rejected at statement"),
            ask("select-one-bad", "What is stored of an INSERT … SELECT of three rows, of which the second is bogus?")
                    .tables(PARENT, PLAIN, DRAFT)
                    .row(PARENT, 815)
                    .row(DRAFT, 1, 815)
                    .row(DRAFT, 2, 4711)
                    .row(DRAFT, 3, 815)
                    .one(sql("INSERT INTO child (id, parent_id) SELECT id, parent_id FROM draft"), COMMIT)
                    .gives("rejected at statement"),
            batch("batch-autocommit", "What is stored of a batch of three, the second bogus, without a transaction?")
                    .autoCommit()
                    .gives("rejected at statement"),
            batch(
                            "batch-in-transaction",
                            "What is stored of a batch of three, the second bogus, when its transaction is committed nevertheless?")
                    .one(FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask(
                            "script-in-one-text",
                            "What is stored of three INSERTs in one multi-statement string, of which the second is bogus?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .autoCommit()
                    .one(sql("INSERT INTO child (id, parent_id) VALUES (1, 815);"
                                    + " INSERT INTO child (id, parent_id) VALUES (2, 4711);"
                                    + " INSERT INTO child (id, parent_id) VALUES (3, 815)")
                            .notOn(DERBY, FIREBIRD, MARIADB, OTHER))
                    .gives("accepted"),
            ask("update-one-bad", "What is changed by one UPDATE of three children, of which it makes one bogus?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PLAIN, 1, null)
                    .row(PLAIN, 2, null)
                    .row(PLAIN, 3, null)
                    .one(sql("UPDATE child SET parent_id = CASE WHEN id = 2 THEN 4711 ELSE 815 END"), COMMIT)
                    .gives("rejected at statement"),
            ask(
                            "delete-one-referenced",
                            "What is deleted by one DELETE of three parents, of which the second is referenced?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 814)
                    .row(PARENT, 815)
                    .row(PARENT, 816)
                    .row(PLAIN, 1, 815)
                    .one(sql("DELETE FROM parent"), COMMIT)
                    .gives("rejected at statement"));

    private SetScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.SETS, question);
    }

    private static Scenario.Draft batch(String name, String question) {
        return ask(name, question)
                .tables(PARENT, PLAIN)
                .row(PARENT, 815)
                .one(new Operation.InsertAll(PLAIN, List.of(List.of(1, 815), List.of(2, 4711), List.of(3, 815))));
    }
}
