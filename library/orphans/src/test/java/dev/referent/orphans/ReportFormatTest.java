package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportFormatTest {
    @TempDir
    private Path folder;

    private AuditReport report = new AuditReport("", "", List.of(), List.of());

    @BeforeEach
    void audit() throws SQLException {
        Path file = Sqlite.file(
                folder.resolve("old 100%.db"),
                """
                CREATE TABLE "p%:,
                x" (id TEXT PRIMARY KEY);
                CREATE TABLE c (p TEXT CONSTRAINT [a "name"] REFERENCES "p%:,
                x", g INT CONSTRAINT g REFERENCES gone);
                INSERT INTO c VALUES ('say "é" \\ ' || char(8, 10, 128512), 1), (x'00ff', NULL), (1e999, NULL);
                """);
        report = Audit.of(file).run();
    }

    @Test
    void jsonHasEverything() throws IOException {
        JsonNode json = new ObjectMapper().readTree(ReportFormat.JSON.show(report));

        assertThat(json.path("orphanRows").asLong()).isEqualTo(4);
        JsonNode key = json.path("foreignKeys").path(0);
        assertThat(key.path("name").asText()).isEqualTo("a \"name\"");
        assertThat(key.path("orphanRows").asLong()).isEqualTo(3);
        JsonNode samples = key.path("samples");
        assertThat(samples.path(0).path("row").path("rowid").asLong()).isOne();
        assertThat(samples.path(0).path("key").path("p").asText()).isEqualTo("say \"é\" \\ \b\n😀");
        assertThat(samples.path(1).path("key").path("p").asText()).isEqualTo("x'00ff'");
        assertThat(json.path("findings").findValuesAsText("rule"))
                .contains("orphan-rows", "parent-table-missing", "child-not-indexed");
    }

    @Test
    void aTerminalShowsTheRows() {
        assertThat(ReportFormat.TERMINAL.show(report))
                .contains("2 foreign keys, 4 orphan rows")
                .contains("ERROR orphan-rows, foreign key a \"name\"")
                .contains("rowid = 2: p = x'00ff'")
                .contains("SQLite rejects each INSERT and DELETE of c, and each UPDATE of c.g\n")
                .endsWith("2 errors, 1 warning, 0 notes\n")
                .doesNotContain("\b");
    }

    @Test
    void githubShowsOneAnnotationForEachFinding() {
        String text = ReportFormat.GITHUB.show(report);

        assertThat(text.lines()).hasSize(report.findings().size()).allSatisfy(line -> assertThat(line)
                .matches("::(error|warning|notice) file=[^:,]*100%25[.]db,title=[^:,]*::.*"));
        assertThat(text).contains("%0A");
    }

    @Test
    void sarifHasTheShapeOfTheStandard() throws IOException {
        JsonNode sarif = new ObjectMapper().readTree(ReportFormat.SARIF.show(report));

        assertThat(SarifSchema.problems(sarif)).isEmpty();
        JsonNode run = sarif.path("runs").path(0);
        assertThat(run.path("results")).hasSize(report.findings().size());
        for (JsonNode result : run.path("results")) {
            JsonNode rule = run.path("tool")
                    .path("driver")
                    .path("rules")
                    .path(result.path("ruleIndex").asInt());
            assertThat(rule.path("id")).isEqualTo(result.path("ruleId"));
        }
    }

    @Test
    void aTerminalShowsNamesThatWouldActOnIt() throws SQLException {
        Path file = Sqlite.file(
                folder.resolve("hostile.db"),
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE \"c\n0 errors\u001b[2J\" (\"\u202ep\u2069\" INT REFERENCES p)",
                "INSERT INTO \"c\n0 errors\u001b[2J\" VALUES (7)");

        assertThat(ReportFormat.TERMINAL.show(Audit.of(file).run()))
                .contains("c\uFFFD0 errors\uFFFD[2J", "\uFFFDp\uFFFD = 7")
                .doesNotContain("\u001b", "\u202e", "\u2069", "\n0 errors\uFFFD");
    }

    /** A colon in the first segment would make a scheme of it (RFC 3986, 4.2). */
    @ParameterizedTest
    @CsvSource({"c:d/V1__a.sql, ./c:d/V1__a.sql", "V1:a.sql, ./V1:a.sql", "sql/V1:a.sql, sql/V1:a.sql"})
    void aPathWithAColonIsNoScheme(String file, String uri) throws IOException {
        Finding finding = Finding.of(AuditRule.TYPES_DIFFER, "c", "c_p_fkey", "they differ", "rebuild")
                .at(new SourceLine(file, 7));
        AuditReport found = new AuditReport("sql", "", List.of(), List.of(finding));

        JsonNode sarif = new ObjectMapper().readTree(ReportFormat.SARIF.show(found));
        assertThat(sarif.findValue("uri").asText()).isEqualTo(uri);
    }

    @Test
    void aFindingNamesItsLine() throws IOException {
        Finding finding = Finding.of(AuditRule.TYPES_DIFFER, "c", "c_p_fkey", "they differ", "rebuild")
                .at(new SourceLine("sql/V2__a b.sql", 7));
        AuditReport found = new AuditReport("sql", "", List.of(), List.of(finding));

        assertThat(ReportFormat.TERMINAL.show(found))
                .contains("\nsql/V2__a b.sql:7: WARNING types-differ, foreign key c_p_fkey\n");
        assertThat(ReportFormat.GITHUB.show(found)).startsWith("::warning file=sql/V2__a b.sql,line=7,title=");
        assertThat(ReportFormat.JSON.show(found)).contains("\"file\": \"sql/V2__a b.sql\"", "\"line\": 7");
        JsonNode sarif = new ObjectMapper().readTree(ReportFormat.SARIF.show(found));
        assertThat(SarifSchema.problems(sarif)).isEmpty();
        assertThat(sarif.findValue("physicalLocation").toString())
                .isEqualTo("{\"artifactLocation\":{\"uri\":\"sql/V2__a%20b.sql\"},\"region\":{\"startLine\":7}}");
    }
}
