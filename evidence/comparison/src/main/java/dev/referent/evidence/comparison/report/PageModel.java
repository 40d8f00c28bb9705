package dev.referent.evidence.comparison.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.referent.evidence.comparison.run.Cell;
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
        List<TitledQuestion> scenarios,
        List<String> texts,
        JsonNode cells,
        List<LinkedFinding> findings,
        List<List<String>> legend,
        @Nullable Live live) {

    static PageModel of(Report report, @Nullable Live live) {
        Texts texts = new Texts();
        JsonNode cells = texts.numbered(Json.tree(report.cells().stream()
                .map(cell -> ShownCell.of(cell, report.ratio(cell)))
                .toList()));
        return new PageModel(
                report.date(),
                report.platform(),
                report.command(),
                report.repetitions(),
                report.engines(),
                report.paths(),
                report.scenarios().stream()
                        .map(question ->
                                new TitledQuestion(question, question.group().title()))
                        .toList(),
                texts.all(),
                cells,
                Findings.in(report).stream().map(LinkedFinding::of).toList(),
                Stream.of(Mark.values())
                        .map(mark -> List.of(mark.name(), mark.legend()))
                        .toList(),
                live);
    }

    /** A scenario, with the heading of its group. */
    record TitledQuestion(@JsonUnwrapped Question question, String groupTitle) {}

    /** A finding, with the keys of its cells. */
    record LinkedFinding(String sentence, List<String> cells) {
        static LinkedFinding of(Finding finding) {
            return new LinkedFinding(
                    finding.sentence(),
                    finding.claims().stream().map(Generated::key).toList());
        }
    }

    /**
     * A cell, with the words for it.
     *
     * @param ratio its time as a ratio to plain JDBC, if that says something
     */
    record ShownCell(
            @JsonUnwrapped Cell cell,
            Mark mark,
            String words,
            String transactionWords,
            String commitWords,
            @Nullable Double ratio) {
        static ShownCell of(Cell cell, OptionalDouble ratio) {
            return new ShownCell(
                    cell,
                    Mark.of(cell),
                    Mark.words(cell),
                    cell.transaction().word(),
                    cell.commit().word(),
                    ratio.isPresent() ? Math.round(ratio.getAsDouble() * 100) / 100.0 : null);
        }
    }
}
