package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.CHILD;
import static dev.referent.evidence.comparison.scenario.Fixtures.ID;
import static dev.referent.evidence.comparison.scenario.Fixtures.KEY;
import static dev.referent.evidence.comparison.scenario.Fixtures.PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PLAIN;
import static dev.referent.evidence.comparison.scenario.Fixtures.child;
import static dev.referent.evidence.comparison.scenario.Fixtures.sql;
import static dev.referent.evidence.comparison.scenario.Scenario.insert;
import static dev.referent.evidence.engines.Family.DERBY;
import static dev.referent.evidence.engines.Family.DUCKDB;
import static dev.referent.evidence.engines.Family.FIREBIRD;
import static dev.referent.evidence.engines.Family.H2;
import static dev.referent.evidence.engines.Family.HSQLDB;
import static dev.referent.evidence.engines.Family.MARIADB;
import static dev.referent.evidence.engines.Family.POSTGRESQL;
import static dev.referent.evidence.engines.Family.SQLITE;

import java.util.List;
import java.util.Map;

/** DDL on tables with foreign keys: TRUNCATE, DROP, ALTER and table rebuilds. */
final class SchemaScenarios {
    private static final Table CASCADE = child("ON DELETE CASCADE");
    private static final Table CODED = Table.of("parent", ID, "code INTEGER NOT NULL UNIQUE");
    private static final Table OF_CODE = Table.of("child", ID, "parent_code INTEGER")
            .with(new Key("child_parent_code_fk", "child", List.of("parent_code"), "parent", List.of("code"), ""));
    private static final Operation.Sql TRUNCATE = sql("TRUNCATE TABLE parent")
            .on(Map.of(SQLITE, "DELETE FROM parent"))
            .notOn(FIREBIRD);

    private static final Operation DROP = sql("DROP TABLE parent");

    static final List<Scenario> ALL = List.of(
            parentAndChild("truncate", "Is TRUNCATE of a referenced parent rejected?", PLAIN)
                    .one(TRUNCATE)
                    .gives("rejected at statement"),
            ask("truncate-without-children", "Is TRUNCATE of a parent rejected when there is no child at all?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .autoCommit()
                    .one(TRUNCATE)
                    .gives("accepted"),
            parentAndChild("truncate-cascade", "Does TRUNCATE run the children's ON DELETE CASCADE?", CASCADE)
                    .one(TRUNCATE)
                    .gives("accepted"),
            parentAndChild("truncate-forced", "What happens to the children when TRUNCATE is forced?", PLAIN)
                    .one(new Operation.Sql(Map.of(
                            HSQLDB, "TRUNCATE TABLE parent AND COMMIT NO CHECK",
                            POSTGRESQL, "TRUNCATE TABLE parent CASCADE")))
                    .gives("not available"),
            parentAndChild("drop-parent", "Is DROP TABLE of a referenced parent rejected?", PLAIN)
                    .one(DROP)
                    .gives("rejected at statement"),
            ask("drop-parent-null", "Is DROP TABLE of a parent rejected when the only child has no parent?")
                    .tables(PARENT, PLAIN)
                    .row(PLAIN, 1, null)
                    .autoCommit()
                    .one(DROP)
                    .gives("accepted"),
            parentAndChild("drop-parent-cascade-key", "Does DROP TABLE run the children's ON DELETE CASCADE?", CASCADE)
                    .one(DROP)
                    .gives("rejected at statement"),
            parentAndChild("drop-cascade", "Does DROP TABLE … CASCADE drop the key, or the children?", PLAIN)
                    .one(sql("DROP TABLE parent CASCADE").notOn(SQLITE, DERBY, FIREBIRD), insert(PLAIN, 2, 4711))
                    .gives("not available"),
            ask("add-key", "Can a key be added to a table that has an orphan?")
                    .tables(PARENT, CHILD)
                    .counting(KEY)
                    .row(CHILD, 1, 4711)
                    .autoCommit()
                    .one(sql(KEY.addition()).notOn(SQLITE, DUCKDB))
                    .gives("not available"),
            ask("add-key-unchecked", "Does a key that was added without checking existing rows reject new ones?")
                    .tables(PARENT, CHILD)
                    .counting(KEY)
                    .row(CHILD, 1, 4711)
                    .autoCommit()
                    .one(
                            new Operation.Sql(
                                    Map.of(H2, KEY.addition() + " NOCHECK", POSTGRESQL, KEY.addition() + " NOT VALID")),
                            insert(CHILD, 2, 4711))
                    .gives("not available"),
            ask("not-enforced", "Can a key be declared that is not enforced?")
                    .tables(PARENT, child("NOT ENFORCED"))
                    .autoCommit()
                    .one(insert(CHILD, 1, 4711))
                    .gives("schema rejected"),
            ask("add-bogus-column", "Can a column be added whose default references a bogus parent?")
                    .tables(PARENT, CHILD)
                    .counting(Key.of("child", "other_id", "parent", ""))
                    .row(CHILD, 1, null)
                    .autoCommit()
                    .one(sql("ALTER TABLE child ADD other_id INTEGER DEFAULT 4711 REFERENCES parent (id)")
                            .on(Map.of(
                                    DERBY,
                                    "ALTER TABLE child ADD COLUMN other_id INTEGER DEFAULT 4711"
                                            + " CONSTRAINT child_other_id_fk REFERENCES parent (id)"))
                            .notOn(DUCKDB))
                    .gives("rejected at statement"),
            parentAndChild("change-parent-type", "Can a referenced column become a BIGINT?", PLAIN)
                    .one(sql("ALTER TABLE parent ALTER COLUMN id SET DATA TYPE BIGINT")
                            .on(Map.of(
                                    MARIADB, "ALTER TABLE parent MODIFY id BIGINT NOT NULL",
                                    FIREBIRD, "ALTER TABLE parent ALTER COLUMN id TYPE BIGINT"))
                            .notOn(SQLITE))
                    .gives("not available"),
            ask("drop-parent-column", "Can a referenced column be dropped?")
                    .tables(CODED, OF_CODE)
                    .row(CODED, 1, 815)
                    .row(OF_CODE, 1, 815)
                    .autoCommit()
                    .one(sql("ALTER TABLE parent DROP COLUMN code")
                            .on(Map.of(FIREBIRD, "ALTER TABLE parent DROP code")))
                    .gives("failed at statement"),
            parentAndChild("rename-parent", "Does a key still hold after its parent has been renamed?", PLAIN)
                    .one(rename("parent", "elder"), insert(PLAIN, 2, 4711))
                    .gives("rejected at statement"),
            rebuild("rebuild-parent", "Can a parent be rebuilt: new table, copy, DROP, RENAME?", PLAIN)
                    .gives("rejected at statement"),
            rebuild(
                            "rebuild-parent-cascade",
                            "Do the children survive a rebuild of their parent under ON DELETE CASCADE?",
                            CASCADE)
                    .gives("rejected at statement"));

    private SchemaScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.SCHEMA, question);
    }

    private static Scenario.Draft parentAndChild(String name, String question, Table child) {
        return ask(name, question)
                .tables(PARENT, child)
                .row(PARENT, 815)
                .row(child, 1, 815)
                .autoCommit();
    }

    private static Operation rename(String from, String to) {
        return sql("ALTER TABLE " + from + " RENAME TO " + to)
                .on(Map.of(DERBY, "RENAME TABLE " + from + " TO " + to))
                .notOn(FIREBIRD);
    }

    private static Scenario.Draft rebuild(String name, String question, Table child) {
        return parentAndChild(name, question, child)
                .one(
                        sql("CREATE TABLE parent_new (" + ID + ")"),
                        sql("INSERT INTO parent_new SELECT id FROM parent"),
                        DROP,
                        rename("parent_new", "parent"));
    }
}
