package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are only names: whatever stands in them is quoted, and nothing of it is run. */
final class OddNamesTest {
    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(folder, "CREATE TABLE victim (id INTEGER)", "INSERT INTO victim VALUES (1)");
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "a b",
                "a.b",
                "a\"b",
                "a'b",
                "a`b",
                "[a]",
                "a]b",
                "ŋôñ 表",
                "select",
                "NULL",
                "%s%n",
                "?1",
                ":p $q @r",
                "back\\slash",
                "new\nline",
                "-- ",
                "/* ",
                "x; DROP TABLE victim; --",
                "x\"; DROP TABLE victim; --",
                "x\"\"; DROP TABLE victim; --",
                "x'; DROP TABLE victim; --",
                "x'); DROP TABLE victim; --",
                "x]; DROP TABLE victim; --",
                "x`; DROP TABLE victim; --",
                "x */ ; DELETE FROM victim; /*",
                "c\" WHERE 0; DELETE FROM victim; --",
            })
    void areExplainedAndNothingInThemIsRun(String name) throws SQLException {
        String parent = quoted(name + " p");
        String child = quoted(name + " c");
        String column = quoted(name);
        databases.run(
                "CREATE TABLE " + parent + " (" + column + " TEXT PRIMARY KEY)",
                "CREATE TABLE " + child + " (" + column + " TEXT CONSTRAINT " + column + " REFERENCES " + parent + " ("
                        + column + "))",
                "INSERT INTO " + parent + " VALUES ('one')",
                "INSERT INTO " + child + " VALUES ('one')");
        String childPlace = name + " c." + name;
        String parentPlace = name + " p." + name;
        String missing = childPlace + " = 'two' has no matching " + parentPlace + " (foreign key " + name + ")";
        String referenced = parentPlace + " = 'one' is still referenced by 1 row through " + childPlace
                + " (foreign key " + name + ")";

        databases.assertExplained("INSERT INTO " + child + " VALUES ('two')", missing);
        databases.run("DROP TABLE earlier_work");
        databases.assertExplained("DELETE FROM " + parent, referenced);
        assertThat(PairedDatabases.complete(databases.violation("UPDATE " + child + " SET " + column + " = 'two'")))
                .containsExactly(missing);
        assertThat(PairedDatabases.complete(databases.violation("REPLACE INTO " + child + " VALUES ('two')")))
                .containsExactly(missing);
        assertThat(PairedDatabases.complete(databases.violation("DROP TABLE " + parent)))
                .containsExactly(referenced);
        assertThat(PairedDatabases.rows(databases.batchViolation(connection -> {
                    try (PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO " + child + " VALUES (?)")) {
                        insert.setString(1, "two");
                        insert.addBatch();
                        insert.executeBatch();
                    }
                })))
                .containsExactly("0: " + missing);
        databases.run("BEGIN", "PRAGMA defer_foreign_keys = ON", "INSERT INTO " + child + " VALUES ('two')");
        assertThat(PairedDatabases.complete(databases.commitViolation("COMMIT")))
                .containsExactly(missing);
        databases.run("ROLLBACK");

        assertThat(Sql.read(databases.enforced(), "SELECT count(*) FROM victim"))
                .isEqualTo("1");
    }

    /** SQLite folds the letters A to Z only, so that these are two tables, and two columns. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"É é", "Ŋ ŋ", "\u212A k", "ſ s", "ı I", "Ⅰ ⅰ"})
    void areTheSameOnlyWhereSqliteTakesThemForTheSame(String names) throws SQLException {
        String one = quoted(names.substring(0, 1));
        String other = quoted(names.substring(2));
        databases.run(
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE " + one + " (pid INT CONSTRAINT one REFERENCES p)",
                "CREATE TABLE " + other + " (" + one + " INT DEFAULT 7, " + other
                        + " INT CONSTRAINT other REFERENCES p)",
                "PRAGMA foreign_keys=OFF",
                "INSERT INTO " + one + " VALUES (50)",
                "PRAGMA foreign_keys=ON");
        String missing =
                names.substring(2) + "." + names.substring(2) + " = 9 has no matching p.id (foreign key other)";

        databases.assertExplained("INSERT INTO " + other + " (" + other + ") VALUES (9)", missing);
        assertThat(PairedDatabases.complete(
                        databases.violation("INSERT INTO " + other + " (" + one + ", " + other + ") SELECT 8, 9")))
                .containsExactly(missing);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a b", "a\"b", "a'b", "x\"; DROP TABLE main.victim; --", "x'; DROP TABLE main.victim; --"})
    void nameAttachedDatabasesAndTablesWithoutRowId(String name) throws SQLException {
        String schema = quoted(name);
        String primaryKey = quoted(name + " id");
        databases.run(
                "ATTACH ':memory:' AS " + schema,
                "CREATE TABLE " + schema + ".p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE " + schema + ".c (" + primaryKey
                        + " TEXT PRIMARY KEY, p_id INT CONSTRAINT k REFERENCES p)" + " WITHOUT ROWID");

        databases.assertExplained(
                "INSERT INTO " + schema + ".c VALUES ('a', 5)", "c.p_id = 5 has no matching p.id (foreign key k)");
        assertThat(Sql.read(databases.enforced(), "SELECT count(*) FROM victim"))
                .isEqualTo("1");
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Names that queries of Referent once used themselves, or use. */
    @ParameterizedTest
    @ValueSource(strings = {"referent_rows", "referent_n0", "p", "c", "k", "t"})
    void explainsAConditionOnATableOfAnyName(String name) throws SQLException {
        databases.run(
                "CREATE TABLE parent_of_any (id INTEGER PRIMARY KEY)",
                "CREATE TABLE child_of_any (x INT CONSTRAINT any_fk REFERENCES parent_of_any, n)",
                "CREATE TABLE IF NOT EXISTS " + name + " (id INTEGER PRIMARY KEY)",
                "INSERT INTO " + name + " VALUES (1)",
                "INSERT INTO child_of_any VALUES (NULL, 1), (NULL, 2)");

        databases.assertExplained(
                "UPDATE child_of_any SET x = 9 WHERE EXISTS (SELECT 1 FROM " + name + " WHERE id = n)",
                "child_of_any.x = 9 has no matching parent_of_any.id (foreign key any_fk)");
    }
}
