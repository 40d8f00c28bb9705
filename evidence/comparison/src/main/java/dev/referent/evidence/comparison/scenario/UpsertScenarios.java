package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.NOTED_CHILD;
import static dev.referent.evidence.comparison.scenario.Fixtures.NOTED_PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PLAIN;
import static dev.referent.evidence.comparison.scenario.Fixtures.sql;
import static dev.referent.evidence.engines.Family.DERBY;
import static dev.referent.evidence.engines.Family.DUCKDB;
import static dev.referent.evidence.engines.Family.FIREBIRD;
import static dev.referent.evidence.engines.Family.H2;
import static dev.referent.evidence.engines.Family.HSQLDB;
import static dev.referent.evidence.engines.Family.MARIADB;
import static dev.referent.evidence.engines.Family.OTHER;
import static dev.referent.evidence.engines.Family.POSTGRESQL;
import static dev.referent.evidence.engines.Family.SQLITE;

import java.util.List;
import java.util.Map;

/** Upsert, REPLACE and INSERT OR IGNORE, in the syntax of each engine. */
final class UpsertScenarios {
    private static final Operation REPLACE = new Operation.Sql(Map.of(
            SQLITE, "REPLACE INTO parent (id, note) VALUES (815, 'new')",
            MARIADB, "REPLACE INTO parent (id, note) VALUES (815, 'new')",
            DUCKDB, "INSERT OR REPLACE INTO parent (id, note) VALUES (815, 'new')"));

    static final List<Scenario> ALL = List.of(
            ask("upsert-new", "Is an upsert of a new child with a bogus parent rejected?")
                    .tables(PARENT, PLAIN)
                    .autoCommit()
                    .one(upsert("child", "parent_id", "4711"))
                    .gives("rejected at statement"),
            ask("upsert-existing", "Is an upsert rejected that moves an existing child to a bogus parent?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PLAIN, 815, 815)
                    .autoCommit()
                    .one(upsert("child", "parent_id", "4711"))
                    .gives("rejected at statement"),
            referenced("upsert-parent", "Can a referenced parent be upserted?", NOTED_CHILD)
                    .one(upsert("parent", "note", "'new'"))
                    .gives("accepted"),
            referenced("replace-parent", "Can a referenced parent be REPLACEd?", NOTED_CHILD)
                    .one(REPLACE)
                    .gives("accepted"),
            referenced(
                            "replace-parent-restrict",
                            "Can a parent be REPLACEd that is referenced by ON DELETE RESTRICT?",
                            noted("ON DELETE RESTRICT"))
                    .one(REPLACE)
                    .gives("rejected at statement"),
            referenced(
                            "replace-parent-cascade",
                            "Do the children survive a REPLACE of their parent under ON DELETE CASCADE?",
                            noted("ON DELETE CASCADE"))
                    .one(REPLACE)
                    .gives("accepted"),
            referenced(
                            "replace-parent-set-null",
                            "Do the children keep their parent when it is REPLACEd under ON DELETE SET NULL?",
                            noted("ON DELETE SET NULL"))
                    .one(REPLACE)
                    .gives("accepted"),
            ask("replace-child", "Does the old child still exist after a REPLACE by a bogus one was rejected?")
                    .tables(PARENT, PLAIN)
                    .row(PARENT, 815)
                    .row(PLAIN, 1, 815)
                    .autoCommit()
                    .one(new Operation.Sql(Map.of(
                            SQLITE, "REPLACE INTO child (id, parent_id) VALUES (1, 4711)",
                            MARIADB, "REPLACE INTO child (id, parent_id) VALUES (1, 4711)",
                            DUCKDB, "INSERT OR REPLACE INTO child (id, parent_id) VALUES (1, 4711)")))
                    .gives("rejected at statement"),
            ask("insert-or-ignore", "Does an INSERT that ignores conflicts report a bogus parent?")
                    .tables(PARENT, PLAIN)
                    .autoCommit()
                    .one(new Operation.Sql(Map.of(
                            SQLITE, "INSERT OR IGNORE INTO child (id, parent_id) VALUES (1, 4711)",
                            DUCKDB, "INSERT OR IGNORE INTO child (id, parent_id) VALUES (1, 4711)",
                            POSTGRESQL, "INSERT INTO child (id, parent_id) VALUES (1, 4711) ON CONFLICT DO NOTHING",
                            MARIADB, "INSERT IGNORE INTO child (id, parent_id) VALUES (1, 4711)")))
                    .gives("rejected at statement"),
            referenced(
                            "delete-ignore",
                            "Does a DELETE that ignores errors report that the parent is referenced?",
                            NOTED_CHILD)
                    .one(new Operation.Sql(Map.of(MARIADB, "DELETE IGNORE FROM parent WHERE id = 815")))
                    .gives("not available"));

    private UpsertScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.UPSERT, question);
    }

    private static Table noted(String clauses) {
        return NOTED_CHILD.with(Key.of("child", "parent_id", "parent", clauses));
    }

    private static Scenario.Draft referenced(String name, String question, Table child) {
        return ask(name, question)
                .tables(NOTED_PARENT, child)
                .row(NOTED_PARENT, 815, "old")
                .row(child, 1, 815, "old")
                .autoCommit();
    }

    /** Returns an upsert of row 815 of a table. */
    private static Operation.Sql upsert(String table, String column, String value) {
        String head = "INSERT INTO " + table + " (id, " + column + ") VALUES (815, " + value + ")";
        String standard = " ON " + table + ".id = 815 WHEN MATCHED THEN UPDATE SET " + column + " = " + value
                + " WHEN NOT MATCHED THEN INSERT (id, " + column + ") VALUES (815, " + value + ")";
        return sql(head + " ON CONFLICT (id) DO UPDATE SET " + column + " = excluded." + column)
                .on(Map.of(
                        H2, "MERGE INTO " + table + " (id, " + column + ") KEY (id) VALUES (815, " + value + ")",
                        HSQLDB, "MERGE INTO " + table + " USING (VALUES (815)) AS v (id)" + standard,
                        DERBY, "MERGE INTO " + table + " USING sysibm.sysdummy1" + standard,
                        MARIADB, head + " ON DUPLICATE KEY UPDATE " + column + " = VALUES(" + column + ")",
                        FIREBIRD, "UPDATE OR " + head + " MATCHING (id)"))
                .notOn(OTHER);
    }
}
