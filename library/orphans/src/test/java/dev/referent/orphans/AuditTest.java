package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.referent.jdbc.EnforcedDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTest {
    @TempDir
    private Path folder;

    private AuditReport audit(String... sql) throws SQLException {
        return Audit.of(Sqlite.file(folder.resolve("a.db"), sql)).run();
    }

    private static List<Rule> rules(AuditReport report) {
        return report.findings().stream().map(Finding::rule).toList();
    }

    @Test
    void countsTheOrphanRowsOfEachKeyAsSqliteComparesThem() throws SQLException {
        AuditReport report = audit(
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY, a INT, b TEXT, UNIQUE (a, b));
                CREATE TABLE c (x TEXT CONSTRAINT one REFERENCES p, a INT, b TEXT, y INT CONSTRAINT three REFERENCES p,
                    CONSTRAINT two FOREIGN KEY (a, b) REFERENCES p (a, b));
                INSERT INTO p VALUES (5, 1, 'x');
                INSERT INTO c (x, a, b) VALUES ('05', 1, 'x'), ('6', 1, 'y'), (NULL, 2, NULL), (7, 2, 'x'), (7, 1, 'x');
                """);

        assertThat(report.keys()).extracting(AuditReport.Key::name).containsExactly("one", "three", "two");
        assertThat(report.keys()).extracting(key -> key.orphanRows().orElse(-1)).containsExactly(3L, 0L, 2L);
        assertThat(report.orphanRows()).isEqualTo(5);
    }

    @Test
    void showsWhichRowsTheyAre() throws SQLException {
        AuditReport report = audit(
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY);
                CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p);
                CREATE TABLE w (a TEXT, b INT, p BLOB REFERENCES p, PRIMARY KEY (a, b)) WITHOUT ROWID;
                INSERT INTO c VALUES (7, 70);
                INSERT INTO w VALUES ('k', 2, x'00ff');
                """);

        assertThat(report.keys().get(0).samples())
                .containsExactly(new OrphanRow(Map.of("rowid", 7L), Map.of("p", 70L)));
        OrphanRow row = report.keys().get(1).samples().get(0);
        assertThat(row.identity()).containsExactly(Map.entry("a", "k"), Map.entry("b", 2L));
        assertThat(row.key().get("p")).isEqualTo(new byte[] {0, -1});
    }

    @Test
    void showsTheBeginningOfALongValue() throws SQLException {
        AuditReport report = audit(
                """
                CREATE TABLE p (id TEXT PRIMARY KEY);
                CREATE TABLE c (a TEXT REFERENCES p, b TEXT AS (hex(zeroblob(a))) REFERENCES p,
                    d BLOB AS (zeroblob(a)) REFERENCES p);
                INSERT INTO c (a) VALUES (5000);
                """);

        Map<String, Object> values = new HashMap<>();
        report.keys().forEach(key -> values.putAll(key.samples().get(0).key()));
        assertThat(values.get("a")).isEqualTo("5000");
        assertThat(values.get("b")).isEqualTo("0".repeat(1_000));
        assertThat(values.get("d")).isEqualTo(new byte[1_000]);
    }

    @Test
    void reportsKeysWithoutParentTableAndKeysThatDoNotMatchOneByOne() throws SQLException {
        AuditReport report = audit(
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY, x INT);
                CREATE TABLE c (g INT CONSTRAINT gone REFERENCES nowhere (id), x INT CONSTRAINT loose REFERENCES p (x),
                    y INT CONSTRAINT misspelt REFERENCES p (idd), p INT CONSTRAINT good REFERENCES p);
                CREATE INDEX c_p ON c (p);
                INSERT INTO c VALUES (1, 2, 3, 4), (NULL, 2, 3, NULL);
                """);

        assertThat(rules(report))
                .containsExactly(
                        AuditRule.PARENT_TABLE_MISSING,
                        AuditRule.PARENT_KEY_NOT_UNIQUE,
                        AuditRule.PARENT_KEY_NOT_UNIQUE,
                        AuditRule.ORPHAN_ROWS);
        assertThat(report.keys())
                .extracting(AuditReport.Key::orphanRows)
                .containsExactly(OptionalLong.of(1), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(1));
        assertThat(report.findings().get(1).remedy()).hasValue("CREATE UNIQUE INDEX \"p_x_key\" ON \"p\" (\"x\");");
    }

    @Test
    void namesTheIndexThatIsMissing() throws SQLException {
        AuditReport report = audit(
                """
                CREATE TABLE p (id TEXT COLLATE NOCASE PRIMARY KEY);
                CREATE TABLE c (p TEXT COLLATE NOCASE REFERENCES p, q TEXT COLLATE NOCASE REFERENCES p,
                    r TEXT COLLATE NOCASE REFERENCES p);
                CREATE INDEX c_q ON c (q);
                CREATE INDEX c_r ON c (r COLLATE BINARY);
                """);

        assertThat(report.findings())
                .extracting(finding -> finding.remedy().orElse(""))
                .containsExactly(
                        "CREATE INDEX \"c_p_idx\" ON \"c\" (\"p\");", "CREATE INDEX \"c_r_idx\" ON \"c\" (\"r\");");
        assertThat(report.hasErrors()).isFalse();

        assertThat(audit(report.findings().get(0).remedy().orElseThrow()).findings())
                .hasSize(1);
    }

    @Test
    void namesTypesAndCollationsThatDiffer() throws SQLException {
        AuditReport report = audit(
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY, n TEXT COLLATE NOCASE UNIQUE);
                CREATE TABLE c (a TEXT REFERENCES p, b TEXT REFERENCES p (n), c BIGINT REFERENCES p);
                CREATE INDEX c_a ON c (a); CREATE INDEX c_b ON c (b COLLATE NOCASE); CREATE INDEX c_c ON c (c);
                """);

        assertThat(rules(report)).containsExactly(AuditRule.TYPES_DIFFER, AuditRule.COLLATIONS_DIFFER);
    }

    @Test
    void guessesReferencesInTablesWithoutKeys() throws SQLException {
        AuditReport report = audit(
                """
                CREATE TABLE authors (id INTEGER PRIMARY KEY);
                CREATE TABLE category (id INTEGER PRIMARY KEY);
                CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INT, categoryId INT, isbn_id TEXT);
                """);

        assertThat(report.findings())
                .extracting(finding -> finding.rule() + " " + finding.severity() + " "
                        + finding.message().replaceFirst(" looks.*", ""))
                .containsExactly("POSSIBLE_REFERENCE NOTE book.author_id", "POSSIBLE_REFERENCE NOTE book.categoryId");
    }

    @Test
    void namesVersionsOfSqliteThatDamageFiles() {
        assertThat(List.of("3.6.23", "3.7.0", "3.40.1", "3.51.2", "3.51.3", "3.54.1"))
                .extracting(version -> SqliteVersion.of(version).hasWalResetBug())
                .containsExactly(false, true, true, true, false, false);
        assertThat(SqliteVersion.of(3051002)).hasToString("3.51.2");
    }

    @Test
    void readsLargeTablesInPartsAndTellsHowFarItIs() throws SQLException, IOException {
        Path file = Sqlite.file(
                folder.resolve("large.db"),
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY);
                CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p);
                INSERT INTO c VALUES (-9223372036854775808, 1), (0, 2), (9223372036854775807, 3), (1200000, NULL);
                """);
        AtomicLong calls = new AtomicLong();

        AuditReport report = Audit.of(file)
                .samples(2)
                .reporting((step, done, total) -> calls.incrementAndGet())
                .run();

        assertThat(report.orphanRows()).isEqualTo(3);
        assertThat(report.keys().get(0).samples()).hasSize(2);
        assertThat(calls).hasValue(200);
    }

    @Test
    void auditsThroughADataSource() throws SQLException {
        Path file = Sqlite.file(
                folder.resolve("source.db"),
                "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p); INSERT INTO c VALUES (1);");

        AuditReport report = Audit.of(EnforcedDataSource.open("jdbc:sqlite:" + file + "?password=secret"))
                .run();

        assertThat(report.orphanRows()).isOne();
        assertThat(report.database()).isEqualTo("jdbc:sqlite:" + file);
        assertThat(Audit.of(EnforcedDataSource.open("jdbc:sqlite::memory:"))
                        .run()
                        .findings())
                .isEmpty();
    }

    @Test
    void takesNoNegativeNumberOfSamples() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Audit.of(folder).samples(-1));
    }
}
