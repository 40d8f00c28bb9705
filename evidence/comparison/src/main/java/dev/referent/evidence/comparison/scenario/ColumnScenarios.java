package dev.referent.evidence.comparison.scenario;

import static dev.referent.evidence.comparison.scenario.Fixtures.COMMIT;
import static dev.referent.evidence.comparison.scenario.Fixtures.FLUSH;
import static dev.referent.evidence.comparison.scenario.Fixtures.ID;
import static dev.referent.evidence.comparison.scenario.Fixtures.KEY;
import static dev.referent.evidence.comparison.scenario.Fixtures.PARENT;
import static dev.referent.evidence.comparison.scenario.Fixtures.PLAIN;
import static dev.referent.evidence.comparison.scenario.Fixtures.delete;
import static dev.referent.evidence.comparison.scenario.Fixtures.sql;
import static dev.referent.evidence.comparison.scenario.Fixtures.update;
import static dev.referent.evidence.comparison.scenario.Scenario.insert;
import static dev.referent.evidence.engines.Family.DUCKDB;
import static dev.referent.evidence.engines.Family.FIREBIRD;
import static dev.referent.evidence.engines.Family.H2;
import static dev.referent.evidence.engines.Family.HSQLDB;
import static dev.referent.evidence.engines.Family.MARIADB;
import static dev.referent.evidence.engines.Family.POSTGRESQL;
import static dev.referent.evidence.engines.Family.SQLITE;

import dev.referent.evidence.engines.Family;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Keys that reference other columns than the primary key, and columns of different types or collations. */
final class ColumnScenarios {
    private static final Key CODE =
            new Key("child_parent_code_fk", "child", List.of("parent_code"), "parent", List.of("code"), "");
    private static final Table NUMBERED = Table.of("parent", ID, "code INTEGER NOT NULL UNIQUE");
    private static final Table INDEXED = Table.of("parent", ID, "code INTEGER NOT NULL");
    private static final Table NAMED = Table.of("parent", ID, "code VARCHAR(20) NOT NULL UNIQUE");
    private static final Table TEXT =
            Table.of("child", ID, "parent_code VARCHAR(20)").with(CODE);
    private static final Table NUMBER =
            Table.of("child", ID, "parent_code INTEGER").with(CODE);

    private static final Table BIG = Table.of("child", ID, "parent_id BIGINT").with(KEY);

    /** Types that ignore case. */
    private static final Map<Family, String> IGNORING = Map.of(
            SQLITE, "VARCHAR(20) COLLATE NOCASE",
            H2, "VARCHAR_IGNORECASE(20)",
            HSQLDB, "VARCHAR_IGNORECASE(20)",
            DUCKDB, "VARCHAR(20) COLLATE NOCASE",
            POSTGRESQL, "VARCHAR(20) COLLATE ignoring",
            MARIADB, "VARCHAR(20) COLLATE utf8mb4_general_ci",
            FIREBIRD, "VARCHAR(20) CHARACTER SET UTF8 COLLATE UNICODE_CI");

    /** Types that do not, where they are not just VARCHAR(20). */
    private static final Map<Family, String> EXACT = Map.of(
            MARIADB, "VARCHAR(20) COLLATE utf8mb4_bin",
            FIREBIRD, "VARCHAR(20) CHARACTER SET UTF8 COLLATE UNICODE");

    static final List<Scenario> ALL = List.of(
            ask("unique-column", "Is a bogus value rejected by a key to a UNIQUE column?")
                    .tables(NUMBERED, NUMBER)
                    .one(insert(NUMBER, 1, 4711), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("change-unique-column", "Is another value for a referenced UNIQUE column rejected?")
                    .tables(NUMBERED, NUMBER)
                    .row(NUMBERED, 1, 815)
                    .row(NUMBER, 1, 815)
                    .one(update(NUMBERED, 1, "code", 816), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("unique-index", "Can a key reference a column that only has a unique index?")
                    .tables(INDEXED, NUMBER.with())
                    .counting(CODE)
                    .before(
                            sql("CREATE UNIQUE INDEX parent_code ON parent (code)"),
                            sql("DROP TABLE child"),
                            sql(NUMBER.creation()))
                    .one(insert(NUMBER, 1, 4711), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("not-unique", "Can a key reference a column that is not unique?")
                    .tables(INDEXED, NUMBER)
                    .row(INDEXED, 1, 815)
                    .row(INDEXED, 2, 815)
                    .one(insert(NUMBER, 1, 815), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask(
                            "not-unique-index",
                            "Can a key reference a column with an index that is not unique, and one of two parents be deleted?")
                    .tables(INDEXED, NUMBER.with())
                    .counting(CODE)
                    .row(INDEXED, 1, 815)
                    .row(INDEXED, 2, 815)
                    .before(
                            sql("CREATE INDEX parent_code ON parent (code)"),
                            sql("DROP TABLE child"),
                            sql(NUMBER.creation()))
                    .one(insert(NUMBER, 1, 815), FLUSH, delete(INDEXED, 1), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("no-parent-table", "Can a key reference a table that does not exist?")
                    .tables(PLAIN)
                    .one(insert(PLAIN, 1, 4711), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("text-to-integer", "Can a text column reference a number, and does '0815' match 815?")
                    .tables(NUMBERED, TEXT)
                    .row(NUMBERED, 1, 815)
                    .one(insert(TEXT, 1, "0815"), FLUSH, COMMIT)
                    .gives("accepted"),
            ask("bigint-to-integer", "Can a BIGINT reference an INTEGER?")
                    .tables(PARENT, BIG)
                    .one(insert(BIG, 1, 4711L), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("letter-case", "Does 'A' match the parent 'a' with the default collation?")
                    .tables(NAMED, TEXT)
                    .row(NAMED, 1, "a")
                    .one(insert(TEXT, 1, "A"), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            ask("trailing-space", "Does 'a ' with a trailing blank match the parent 'a'?")
                    .tables(NAMED, TEXT)
                    .row(NAMED, 1, "a")
                    .one(insert(TEXT, 1, "a "), FLUSH, COMMIT)
                    .gives("rejected at statement"),
            collated(
                            "insensitive-parent",
                            "Does 'A' match the parent 'a' if only the parent ignores case?",
                            IGNORING,
                            EXACT)
                    .gives("accepted"),
            collated(
                            "insensitive-child",
                            "Does 'A' match the parent 'a' if only the child ignores case?",
                            EXACT,
                            IGNORING)
                    .gives("rejected at statement"),
            collated(
                            "insensitive-both",
                            "Does 'A' match the parent 'a' if both columns ignore case?",
                            IGNORING,
                            IGNORING)
                    .gives("accepted"));

    private ColumnScenarios() {}

    private static Scenario.Draft ask(String name, String question) {
        return Scenario.of(name, Group.COLUMNS, question);
    }

    /** Columns of these types, on the engines that have both. */
    private static Scenario.Draft collated(
            String name, String question, Map<Family, String> parent, Map<Family, String> child) {
        Map<Family, String> parents = new EnumMap<>(Family.class);
        Map<Family, String> children = new EnumMap<>(Family.class);
        for (Family family : IGNORING.keySet()) {
            String parentType = parent.getOrDefault(family, "VARCHAR(20)");
            String childType = child.getOrDefault(family, "VARCHAR(20)");
            parents.put(family, "CREATE TABLE parent (" + ID + ", code " + parentType + ", UNIQUE (code))");
            children.put(
                    family,
                    "CREATE TABLE child (" + ID + ", parent_code " + childType + ", " + CODE.declaration() + ")");
        }
        return ask(name, question)
                .tables(NAMED, TEXT.with())
                .counting(CODE)
                .before(
                        sql("DROP TABLE child"),
                        sql("DROP TABLE parent")
                                .on(
                                        Map.of(
                                                POSTGRESQL,
                                                "DROP TABLE parent; CREATE COLLATION ignoring"
                                                        + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)")),
                        new Operation.Sql(parents),
                        new Operation.Sql(children),
                        sql("INSERT INTO parent (id, code) VALUES (1, 'a')"))
                .one(insert(TEXT, 1, "A"), FLUSH, COMMIT);
    }
}
