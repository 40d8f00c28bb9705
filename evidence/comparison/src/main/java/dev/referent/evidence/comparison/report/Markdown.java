package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.scenario.Group;
import java.util.List;
import java.util.stream.Collectors;

/** Shows a report as Markdown: the findings, then a table for each access path and group of scenarios. */
public final class Markdown implements Format {
    @Override
    public String show(Report report) {
        StringBuilder text = new StringBuilder("# How engines and ORMs really treat a foreign key\n\n");
        text.append(GeneratedPage.note(report));
        text.append("\nAn interactive page shows the same, each cell with its statements and errors: [comparison.html]"
                + "(comparison.html). To choose an adapter: [hibernate-or-mybatis.md](hibernate-or-mybatis.md).\n");
        findings(text, report);
        engines(text, report);
        text.append("\n## Legend\n\n");
        for (ResultSymbol mark : ResultSymbol.values()) {
            text.append("- ").append(mark.legend()).append('\n');
        }
        for (String path : report.paths()) {
            text.append("\n## Reached by ").append(path).append('\n');
            for (Group group : Group.values()) {
                table(text, report, path, group);
            }
        }
        return text.toString();
    }

    private static void findings(StringBuilder text, Report report) {
        List<Finding> findings = ReportFindings.in(report);
        if (findings.isEmpty()) {
            return;
        }
        text.append("\n## Findings\n\n");
        for (int i = 0; i < findings.size(); i++) {
            String links = findings.get(i).claims().stream()
                    .map(claim -> "[" + claim.scenario() + " on " + claim.engine() + " by " + claim.path()
                            + "](comparison.html#" + GeneratedPage.anchor(claim) + ")")
                    .collect(Collectors.joining(", "));
            text.append(i + 1).append(". ").append(findings.get(i).sentence());
            text.append(" (").append(links).append(")\n");
        }
    }

    private static void engines(StringBuilder text, Report report) {
        text.append("\n## Engines\n\n| engine | version | reached by |\n|---|---|---|\n");
        for (EngineColumn engine : report.engines()) {
            row(
                    text,
                    List.of(
                            engine.name(),
                            engine.ran() ? engine.version() : "… not run: " + engine.reason(),
                            engine.url()));
        }
    }

    private static void table(StringBuilder text, Report report, String path, Group group) {
        List<ScenarioSummary> scenarios = report.scenarios().stream()
                .filter(scenario -> scenario.group() == group)
                .toList();
        if (scenarios.isEmpty()) {
            return;
        }
        List<String> names = report.engines().stream().map(EngineColumn::name).toList();
        text.append("\n### ").append(group.title()).append("\n\n| scenario | ");
        text.append(String.join(" | ", names))
                .append(" |\n|---|")
                .append("---|".repeat(names.size()))
                .append('\n');
        for (ScenarioSummary scenario : scenarios) {
            String results = report.engines().stream()
                    .map(engine -> escaped(ResultSymbol.words(report.result(scenario.name(), engine, path))))
                    .collect(Collectors.joining(" | "));
            text.append("| **").append(scenario.name()).append("** ").append(escaped(scenario.question()));
            text.append(" | ").append(results).append(" |\n");
        }
    }

    /** Adds a row to a table. */
    static void row(StringBuilder text, List<String> values) {
        text.append(values.stream().map(Markdown::escaped).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Returns the text on one line, with pipes, tags and backticks escaped or replaced. */
    static String escaped(String text) {
        return text.replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("`", "'");
    }
}
