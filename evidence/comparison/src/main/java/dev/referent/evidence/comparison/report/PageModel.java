package dev.referent.evidence.comparison.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.referent.evidence.comparison.run.Result;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data for the script of the page: a report and the texts to display.
 *
 * @param date the date of the run
 * @param platform the Java version and the operating system of the run
 * @param command the command line of the run
 * @param repetitions how often each scenario was timed
 * @param engines the engines
 * @param paths the access paths
 * @param scenarios the scenarios
 * @param texts the strings of the results, each once
 * @param cells the results, with each string replaced by its number in base 36
 * @param findings the findings
 * @param legend the symbols and their meanings
 * @param live where the page can start a run of scenarios; null for a static page
 */
record PageModel(
        String date,
        String platform,
        String command,
        int repetitions,
        List<EngineColumn> engines,
        List<String> paths,
        List<TitledScenario> scenarios,
        List<String> texts,
        JsonNode cells,
        List<LinkedFinding> findings,
        List<List<String>> legend,
        @Nullable LiveRunEndpoint live) {

    static PageModel of(Report report, @Nullable LiveRunEndpoint live) {
        StringTable texts = new StringTable();
        JsonNode cells = texts.numbered(Json.tree(report.results().stream()
                .map(result -> PageResult.of(result, report.ratio(result)))
                .toList()));
        return new PageModel(
                report.date(),
                report.platform(),
                report.command(),
                report.repetitions(),
                report.engines(),
                report.paths(),
                report.scenarios().stream()
                        .map(scenario ->
                                new TitledScenario(scenario, scenario.group().title()))
                        .toList(),
                texts.all(),
                cells,
                ReportFindings.in(report).stream().map(LinkedFinding::of).toList(),
                Stream.of(ResultSymbol.values())
                        .map(mark -> List.of(mark.name(), mark.legend()))
                        .toList(),
                live);
    }

    /** A scenario with the heading of its group. */
    record TitledScenario(@JsonUnwrapped ScenarioSummary scenario, String groupTitle) {}

    /** A finding with the anchors of its results. */
    record LinkedFinding(String sentence, List<String> cells) {
        static LinkedFinding of(Finding finding) {
            return new LinkedFinding(
                    finding.sentence(),
                    finding.claims().stream().map(GeneratedPage::anchor).toList());
        }
    }

    /**
     * A result with the texts to display.
     *
     * @param ratio the time as a ratio to plain JDBC; null if the ratio is meaningless
     */
    record PageResult(
            @JsonUnwrapped Result result,
            ResultSymbol mark,
            String words,
            String transactionWords,
            String commitWords,
            @Nullable Double ratio) {
        static PageResult of(Result result, OptionalDouble ratio) {
            return new PageResult(
                    result,
                    ResultSymbol.of(result),
                    ResultSymbol.words(result),
                    result.transaction().label(),
                    result.commit().label(),
                    ratio.isPresent() ? Math.round(ratio.getAsDouble() * 100) / 100.0 : null);
        }
    }
}
