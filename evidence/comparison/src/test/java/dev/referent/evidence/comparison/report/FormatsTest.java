package dev.referent.evidence.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.evidence.comparison.run.CommitOutcome;
import dev.referent.evidence.comparison.run.Failure;
import dev.referent.evidence.comparison.run.FailurePoint;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.StepResult;
import dev.referent.evidence.comparison.run.TransactionState;
import dev.referent.evidence.comparison.run.Verdict;
import dev.referent.evidence.comparison.scenario.Group;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FormatsTest {
    private static final Report COMMITTED = CommittedReport.read();

    /** A string that must not end a script, a table or a line. */
    private static final String NASTY = "</script><script>alert(1)</script> | `x` <b>\n\u2028";

    private static final Report NASTY_REPORT = new Report(
            "2026-11-22",
            "Java",
            "./referent compare",
            1,
            List.of(new EngineColumn("mine", "1.0", "jdbc:mine", ""), EngineColumn.notRun("left-out", NASTY)),
            List.of("jdbc"),
            List.of(new ScenarioSummary("one", Group.ENFORCED, NASTY, List.of(), List.of(), false)),
            List.of(
                    Result.notRun("one", "mine", "jdbc", Verdict.FAILED, NASTY),
                    failed("mine", null),
                    failed("left-out", "")));

    private static Result failed(String engine, @Nullable String state) {
        Failure failure = new Failure(
                "java.lang.Exception", null, state, 0, NASTY, state, Failure.Known.NO, Failure.Known.NO, false);
        return new Result(
                "one",
                engine,
                "hibernate",
                Verdict.FAILED,
                FailurePoint.FLUSH,
                "",
                List.of(new StepResult(2, "flush", List.of(), true, failure)),
                TransactionState.ABORTED,
                CommitOutcome.THREW,
                List.of(""),
                -1,
                1,
                2,
                3);
    }

    static Stream<Format> formats() {
        return Stream.of(new Html(), new Json(), new Markdown(), new Terminal(120), new AdapterChoice());
    }

    @Test
    void readsBackTheJsonThatItWrites() {
        for (Report report : List.of(COMMITTED, NASTY_REPORT)) {
            assertThat(Json.read(new Json().show(report))).isEqualTo(report);
        }
    }

    @Test
    void rejectsJsonThatIsNotAReport() {
        assertThatThrownBy(() -> Json.read("[]")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void namesAnEngineThatWasNotRun(Format format) {
        assertThat(format.show(NASTY_REPORT)).contains("left-out");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void showsAReportThatWasReadAgainAsItWas(Format format) {
        Report again = Json.read(new Json().show(COMMITTED));

        assertThat(format.show(again)).isEqualTo(format.show(COMMITTED)).isNotEqualTo(format.show(NASTY_REPORT));
    }

    @Test
    void escapesTagsInTheEmbeddedReport() {
        String page = new Html().show(NASTY_REPORT);

        assertThat(page).doesNotContain("alert(1)</script>").contains("\\u003c/script>\\u003cscript>alert(1)");
        assertThat(page.split("</script>", -1)).hasSize(4);
    }

    @Test
    void thePageLoadsNoExternalResource() {
        assertThat(new Html().show(COMMITTED))
                .doesNotContain("<link", "<script src", "@import", "url(")
                .doesNotContainPattern("/\\*(STYLE|SCRIPT|CHART|REPORT)\\*/")
                .hasSizeLessThan(3_000_000);
    }

    @Test
    void markdownKeepsEachRowOnOneLine() {
        String text = new Markdown().show(NASTY_REPORT);

        assertThat(text.lines().filter(line -> line.contains("alert")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("\\|").doesNotContain("<"));
    }

    @Test
    void showsAListWhereTheTableIsTooWide() {
        Report few = new Report(
                COMMITTED.date(),
                COMMITTED.platform(),
                COMMITTED.command(),
                1,
                COMMITTED.engines().subList(0, 3),
                COMMITTED.paths(),
                COMMITTED.scenarios(),
                COMMITTED.results());

        assertThat(new Terminal(100).show(few).lines().skip(4))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(new Terminal(100).show(few)).contains("scenario ").contains("⚠ 1 orph.");
        assertThat(new Terminal(40).show(few)).contains("⚠ accepted, 1 orphan");
    }

    @Test
    void comparesTimesWithPlainJdbcOnTheSameEngine() {
        Result plain = COMMITTED.find("fresh-connection", "h2", "jdbc").orElseThrow();

        Result other = COMMITTED.find("fresh-connection", "h2", "hibernate").orElseThrow();

        assertThat(COMMITTED.ratio(plain)).hasValue(1.0);
        assertThat(COMMITTED.ratio(other)).hasValue((double) other.nanos() / plain.nanos());
    }
}
