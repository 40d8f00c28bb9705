package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.scenario.Group;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a report as plain text: a table for each access path, or a list for each scenario if the table is too wide.
 *
 * @param width the maximum length of a line, in characters
 */
public record Terminal(int width) implements Format {
    private static final String GAP = "  ";

    @Override
    public String show(Report report) {
        StringBuilder text = new StringBuilder();
        for (EngineColumn engine : report.engines()) {
            text.append(engine.name())
                    .append(": ")
                    .append(engine.ran() ? engine.version() : "… not run: " + engine.reason())
                    .append('\n');
        }
        for (String path : report.paths()) {
            text.append('\n').append(path).append('\n');
            List<List<String>> table = table(report, path);
            text.append(isTooWide(table) ? lists(report, path) : lines(table));
        }
        return text.toString();
    }

    private static List<List<String>> table(Report report, String path) {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("scenario"));
        report.engines().forEach(engine -> head.add(engine.name()));
        table.add(head);
        Group group = null;
        for (ScenarioSummary scenario : report.scenarios()) {
            if (scenario.group() != group) {
                group = scenario.group();
                table.add(List.of("[" + group.title() + "]"));
            }
            List<String> row = new ArrayList<>(List.of(scenario.name()));
            report.engines()
                    .forEach(engine -> row.add(ResultSymbol.brief(report.result(scenario.name(), engine, path))));
            table.add(row);
        }
        return table;
    }

    private boolean isTooWide(List<List<String>> table) {
        return widths(table).stream().mapToInt(one -> one + GAP.length()).sum() - GAP.length() > width;
    }

    private static List<Integer> widths(List<List<String>> table) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < table.get(0).size(); i++) {
            int column = i;
            widths.add(table.stream()
                    .filter(row -> row.size() > Math.max(1, column))
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0));
        }
        return widths;
    }

    private static String lines(List<List<String>> table) {
        List<Integer> widths = widths(table);
        StringBuilder text = new StringBuilder();
        for (List<String> row : table) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i))
                        .append(" "
                                .repeat(Math.max(0, widths.get(i) - row.get(i).length())));
                line.append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String lists(Report report, String path) {
        StringBuilder text = new StringBuilder();
        for (ScenarioSummary scenario : report.scenarios()) {
            text.append('\n')
                    .append(scenario.name())
                    .append(": ")
                    .append(scenario.question())
                    .append('\n');
            List<List<String>> table = new ArrayList<>();
            for (EngineColumn engine : report.engines()) {
                Result result = report.result(scenario.name(), engine, path);
                table.add(List.of("  " + engine.name(), ResultSymbol.words(result)));
            }
            text.append(lines(table));
        }
        return text.toString();
    }
}
