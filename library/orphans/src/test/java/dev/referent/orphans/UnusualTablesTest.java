package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Audit, repair and restore of tables that are not often seen. */
final class UnusualTablesTest {
    @TempDir
    private Path folder;

    private Path file(String... schema) throws SQLException {
        return Sqlite.file(folder.resolve("app.db"), schema);
    }

    private static Repair repair(Path file) {
        return Repair.of(file).quarantine(file.resolveSibling("kept.db")).withoutBackup();
    }

    private static RestoreReport restored(Path file) throws SQLException {
        return Restore.of(file, file.resolveSibling("kept.db")).apply();
    }

    private static void assertRejected(Path file, String message) throws SQLException {
        Map<String, List<String>> before = Sqlite.dump(file);

        assertThatThrownBy(repair(file)::apply).isInstanceOf(SQLException.class).hasMessageContaining(message);

        assertThat(Sqlite.dump(file)).isEqualTo(before);
    }

    /** SQLite ignores the case of the letters A to Z only (sqlite3_stricmp). */
    @Test
    void columnsThatDifferInTheCaseOfAnotherLetterAreTwo() throws SQLException {
        Path file = file(
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY);
                CREATE TABLE c ("Ä" INTEGER PRIMARY KEY, "ä" CONSTRAINT to_p REFERENCES p);
                """);

        assertThat(Audit.of(file).run().findings())
                .extracting(
                        finding -> finding.rule() + " " + finding.foreignKey().orElse(""))
                .contains("CHILD_NOT_INDEXED to_p");
    }

    @Test
    void aKeyToNoColumnOfATableThatCallsAFunctionOfTheApplicationCannotBeUsed() throws SQLException {
        Path file = file(
                "CREATE TABLE p (id INTEGER PRIMARY KEY, name CHECK (lower(name)))",
                "CREATE TABLE c (a CONSTRAINT to_nothing REFERENCES p (code), b CONSTRAINT to_p REFERENCES p)",
                "INSERT INTO c VALUES (1, 1)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = replace(sql, 'lower', 'is_name')");

        assertThat(Audit.of(file).run().keys())
                .extracting(key -> key.name() + " " + key.orphanRows())
                .containsExactlyInAnyOrder("to_nothing OptionalLong.empty", "to_p OptionalLong[1]");
        assertThat(repair(file).apply().unusable()).containsExactly("to_nothing");
    }

    /** Referent asks SQLite about keys by tables and indexes of a name of its own, in a database of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"CREATE TABLE \"Referent probe\" (code TEXT)", "CREATE INDEX \"Referent probe\" ON c (a)"})
    void aNameThatReferentUsesItselfMayBeTaken(String declaration) throws SQLException {
        Path file = file(
                "CREATE TABLE c (a CONSTRAINT to_probe REFERENCES \"referent probe\" (code) ON DELETE CASCADE,"
                        + " b CONSTRAINT to_c REFERENCES c (a) ON DELETE CASCADE)",
                declaration,
                "INSERT INTO c VALUES (1, 1)");

        RepairPlan done = repair(file).apply();

        assertThat(done.tables()).isEmpty();
        assertThat(done.unusable()).contains("to_probe", "to_c");
    }

    /** SQLite looks a parent row up by the index of the primary key, whose collation need not be the column's. */
    @Test
    void aRowThatThePrimaryKeyFindsByItsOwnCollationIsNoOrphanRow() throws SQLException {
        Path file = file(
                "CREATE TABLE p (id TEXT, PRIMARY KEY (id COLLATE NOCASE))",
                "CREATE TABLE q (id TEXT COLLATE NOCASE, PRIMARY KEY (id COLLATE BINARY))",
                "CREATE TABLE c (p TEXT REFERENCES p ON DELETE CASCADE, q TEXT REFERENCES q ON DELETE SET NULL)",
                "INSERT INTO p VALUES ('a')",
                "INSERT INTO q VALUES ('a')",
                "INSERT INTO c VALUES ('A', 'a'), ('A', 'A'), ('b', 'a')");

        assertThat(Audit.of(file).run().keys())
                .extracting(key -> key.name() + " " + key.orphanRows())
                .containsExactlyInAnyOrder("c_p_fkey OptionalLong[1]", "c_q_fkey OptionalLong[1]");
        repair(file).apply();
        assertThat(Sqlite.dump(file).get("c")).hasSize(2);
        assertThat(Sqlite.violations(file)).isEmpty();
    }

    /** The index of a primary key tells rows apart, by a collation that need not be the column's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "k TEXT COLLATE NOCASE, n, PRIMARY KEY (k COLLATE BINARY)",
                "k TEXT, n, PRIMARY KEY (k COLLATE NOCASE)",
                "k TEXT COLLATE NOCASE, n COLLATE RTRIM, PRIMARY KEY (n COLLATE BINARY, k COLLATE BINARY)",
                "k TEXT COLLATE NOCASE, n, PRIMARY KEY (k COLLATE NOCASE, k COLLATE BINARY)"
            })
    void rowsWithoutARowidAreToldApartByTheirPrimaryKeysIndex(String key) throws SQLException {
        Path file = file(
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "INSERT INTO p VALUES (1)",
                "CREATE TABLE c (x INT CONSTRAINT quarantining REFERENCES p,"
                        + " y INT CONSTRAINT nulling REFERENCES p ON DELETE SET NULL, " + key + ") WITHOUT ROWID",
                "INSERT OR IGNORE INTO c (k, n, x, y) VALUES ('a', 1, 1, 1), ('A', 1, 9, 1), ('b', 2, 1, 9), ('B', 2, 1, 1),"
                        + " ('c', 3, 9, 9), ('C', 3, 1, 1), ('d', 'x', 9, 1), ('d', 'x ', 1, 9)");
        Map<String, List<String>> before = Sqlite.dump(file);

        repair(file).apply();
        assertThat(Sqlite.violations(file)).isEmpty();
        Sqlite.file(file, "INSERT INTO p VALUES (9)");
        restored(file);
        Sqlite.file(file, "DELETE FROM p WHERE id = 9");

        assertThat(Sqlite.dump(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x TEXT COLLATE NOCASE UNIQUE", "name, x AS (lower(name))"})
    void whatOnlyTheApplicationCanCompareIsForItToAudit(String column) throws SQLException {
        Path file = file(
                "CREATE TABLE p (id INTEGER PRIMARY KEY, " + column + ")",
                "CREATE TABLE c (p REFERENCES p (x))",
                "INSERT INTO c VALUES (1)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = replace(replace(sql, 'lower', 'is_name'), 'NOCASE', 'german')");

        assertThatThrownBy(Audit.of(file)::run)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("audit it from there, with Audit.of(dataSource)");
    }

    /** SQLite lists the table of an FTS5 table's external content among the shadow tables, if it has that name. */
    @Test
    void aTableNamedAsAShadowTableIsATable() throws SQLException {
        Path file = file(
                """
                CREATE VIRTUAL TABLE doc USING fts5 (body, content='doc_content');
                CREATE TABLE folder (id INTEGER PRIMARY KEY);
                CREATE TABLE doc_content (id INTEGER PRIMARY KEY, body, folder CONSTRAINT in_folder REFERENCES folder);
                CREATE TABLE note (id INTEGER PRIMARY KEY, doc CONSTRAINT on_doc REFERENCES doc_content);
                INSERT INTO folder VALUES (1);
                INSERT INTO doc_content VALUES (1, 'x', 1), (2, 'y', 9);
                INSERT INTO note VALUES (1, 1), (2, 77);
                """);

        assertThat(Audit.of(file).run().keys())
                .extracting(key -> key.name() + " " + key.orphanRows().orElse(-1))
                .containsExactly("in_folder 1", "on_doc 1");
        repair(file).apply();
        assertThat(Sqlite.violations(file)).isEmpty();
        assertThat(Sqlite.texts(file, "SELECT id FROM doc_content")).containsExactly("1");
    }

    /** To compile a view, SQLite takes a time and a memory that grow exponentially with those in it, and nothing interrupts it. */
    @Test
    void aViewCostsNothing() throws SQLException {
        Path file = file(
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE c (p INT REFERENCES p, v CONSTRAINT to_view REFERENCES v22 (a))",
                "CREATE VIEW v0 AS SELECT id AS a FROM p",
                IntStream.rangeClosed(1, 22)
                        .mapToObj(i -> "CREATE VIEW v" + i + " AS SELECT a + a AS a FROM v" + (i - 1))
                        .collect(Collectors.joining(";")),
                "INSERT INTO c VALUES (1, 1)");

        AuditReport report =
                assertTimeout(Duration.ofSeconds(4), () -> Audit.of(file).run());

        assertThat(report.orphanRows()).isEqualTo(1);
        assertThat(report.findings())
                .anySatisfy(finding -> assertThat(finding.message()).contains("the parent is a view"));
    }

    /** SQLite's functions take 127 arguments before 3.48, and its expressions nest 1000 deep. */
    @ParameterizedTest
    @ValueSource(ints = {130, 1_990})
    void aTableMayHaveManyColumns(int columns) throws SQLException {
        String names = IntStream.range(2, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        Path file = file(
                "CREATE TABLE author (id INTEGER PRIMARY KEY)",
                "CREATE TABLE book (id INTEGER PRIMARY KEY, author REFERENCES author, " + names + ")",
                "INSERT INTO book (id, author, c7) VALUES (1, 7, 'x')");

        repair(file).apply();
        assertThat(Sqlite.texts(file, "SELECT id FROM book")).isEmpty();
        Sqlite.file(file, "INSERT INTO author VALUES (7)");
        restored(file);

        assertThat(Sqlite.texts(file, "SELECT id || ' ' || author || ' ' || c7 FROM book"))
                .containsExactly("1 7 x");
    }

    @Test
    void twoKeysOfOneColumnMayHaveOneName() throws SQLException {
        Path file = file(
                """
                CREATE TABLE person (id INTEGER PRIMARY KEY);
                CREATE TABLE member (id INTEGER PRIMARY KEY);
                CREATE TABLE loan (id INTEGER PRIMARY KEY,
                    who CONSTRAINT k REFERENCES person ON DELETE SET NULL CONSTRAINT k REFERENCES member ON DELETE SET NULL);
                INSERT INTO loan VALUES (1, 7);
                """);

        repair(file).apply();
        assertThat(Sqlite.texts(file, "SELECT ifnull(who, '-') FROM loan")).containsExactly("-");

        Sqlite.file(file, "INSERT INTO person VALUES (7)");
        restored(file);
        assertThat(Sqlite.texts(file, "SELECT ifnull(who, '-') FROM loan")).containsExactly("-");

        Sqlite.file(file, "INSERT INTO member VALUES (7)");
        restored(file);
        assertThat(Sqlite.texts(file, "SELECT who FROM loan")).containsExactly("7");
    }

    /** A trigger that names no database is one of the TEMP table of that name, if there is one. */
    @Test
    void aTableIsCalledLikeOneThatARestoreMakes() throws SQLException {
        Path file = file(
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE referent_back_0 (id INTEGER PRIMARY KEY, p REFERENCES p)",
                "CREATE TABLE referent_out (id INTEGER PRIMARY KEY, p REFERENCES p)",
                "INSERT INTO referent_back_0 VALUES (1, 7)",
                "INSERT INTO referent_out VALUES (1, 8)",
                "CREATE TRIGGER one AFTER INSERT ON referent_back_0 BEGIN SELECT RAISE(ABORT, 'no'); END",
                "CREATE TRIGGER other AFTER DELETE ON referent_out BEGIN SELECT RAISE(ABORT, 'no'); END");
        Map<String, List<String>> before = Sqlite.dump(file);
        repair(file).apply();
        Sqlite.file(file, "INSERT INTO p VALUES (7), (8)");

        assertThat(restored(file).restored()).isEqualTo(2);

        assertThat(Sqlite.dump(file))
                .containsAllEntriesOf(before.entrySet().stream()
                        .filter(table -> !table.getKey().equals("p"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Its columns have all names of a rowid, so nothing tells its rows apart, and none can be taken out. */
    @Test
    void noRowIsRemovedThatATableWithoutIdentityReferences() throws SQLException {
        assertRejected(
                file(
                        """
                        CREATE TABLE author (id INTEGER PRIMARY KEY);
                        CREATE TABLE book (id INTEGER PRIMARY KEY, author REFERENCES author);
                        CREATE TABLE loan (rowid, oid, _rowid_, book CONSTRAINT loan_book REFERENCES book);
                        INSERT INTO book VALUES (1, 9);
                        INSERT INTO loan VALUES (1, 1, 1, 1);
                        """),
                "the repair would leave orphan rows of the key loan_book; nothing is written; loan has columns with all names of"
                        + " the rowid, so that no repair can tell its rows apart; delete or correct them yourself first");
    }

    @Test
    void aNullThatReplacesAnotherRowIsNotWritten() throws SQLException {
        assertRejected(
                file(
                        """
                        CREATE TABLE author (id INTEGER PRIMARY KEY);
                        CREATE TABLE book (id INTEGER PRIMARY KEY, author CONSTRAINT book_author REFERENCES author ON DELETE SET NULL,
                            shelf INT AS (ifnull(author, 0)) UNIQUE ON CONFLICT REPLACE);
                        INSERT INTO book (id, author) VALUES (1, NULL), (2, 7);
                        """),
                "book rejects a null in the columns of the key book_author; nothing is written; give the key another policy");
    }

    @Test
    void aTriggerIsPutBackToTheByteOrNotTakenOut() throws SQLException {
        assertRejected(
                file(
                        "CREATE TABLE author (id INTEGER PRIMARY KEY)",
                        "CREATE TABLE book (id INTEGER PRIMARY KEY, author REFERENCES author)",
                        "INSERT INTO book VALUES (1, 7)",
                        "CREATE TRIGGER t AFTER INSERT ON book BEGIN SELECT 'XX'; END",
                        "PRAGMA writable_schema=ON",
                        "UPDATE sqlite_schema SET sql = CAST(replace(CAST(sql AS BLOB), CAST('XX' AS BLOB), x'FF80') AS TEXT)"
                                + " WHERE name = 't'"),
                "a trigger of book cannot be put back to the letter");
    }
}
