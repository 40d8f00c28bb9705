package dev.referent.evidence.comparison.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.referent.evidence.comparison.run.Result;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the page's script works with: a report, with the words for it.
 *
 * @param date the day of the run
 * @param platform what it ran on
 * @param command the command that makes it again
 * @param repetitions how often each scenario was timed
 * @param engines the engines
 * @param paths the access paths
 * @param scenarios the scenarios
 * @param texts the texts of the cells, each once
 * @param cells the cells, in place of each text its number in base 36
 * @param findings the findings
 * @param legend each mark that occurs, with its words
 * @param live where scenarios can be run, if they can
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

    /** A scenario, with the heading of its group. */
    record TitledScenario(@JsonUnwrapped ScenarioSummary scenario, String groupTitle) {}

    /** A finding, with the keys of its cells. */
    record LinkedFinding(String sentence, List<String> cells) {
        static LinkedFinding of(Finding finding) {
            return new LinkedFinding(
                    finding.sentence(),
                    finding.claims().stream().map(GeneratedPage::key).toList());
        }
    }

    /**
     * A cell, with the words for it.
     *
     * @param ratio its time as a ratio to plain JDBC, if that says something
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
