package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.Failure;
import dev.referent.evidence.comparison.run.FailurePoint;
import dev.referent.evidence.comparison.run.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows a report as Markdown for the choice between Hibernate and MyBatis, with plain JDBC for comparison. */
public final class AdapterChoice implements Format {
    @Override
    public String show(Report report) {
        StringBuilder text = new StringBuilder("# Hibernate or MyBatis?\n\n").append(GeneratedPage.note(report));
        text.append(
                        "\nFrom the same run as [the comparison](README.md). Each access path does the same, in its own style: ")
                .append("entities and `persist` with Hibernate, mappers with MyBatis.\n");
        List<EngineColumn> engines =
                report.engines().stream().filter(EngineColumn::ran).toList();
        report.engines().stream().filter(engine -> !engine.ran()).forEach(engine -> text.append("\nNot run: ")
                .append(engine.name())
                .append(" (")
                .append(Markdown.escaped(engine.reason()))
                .append(").\n"));
        costs(text, report, engines);
        failures(text, report, engines);
        differences(text, report, engines);
        return text.toString();
    }

    private static void costs(StringBuilder text, Report report, List<EngineColumn> engines) {
        text.append("\n## Statements, round trips and time\n\n")
                .append("For the scenarios with one session in which every access path had the same result. ")
                .append(
                        "Time is the median of the ratios to plain JDBC on that engine. Each scenario is a few statements: a ratio"
                                + " shows no more than an order of magnitude, and one below 1 shows nothing.\n\n")
                .append("| engine | scenarios | access path | statements | round trips | time |\n")
                .append("|---|---|---|---|---|---|\n");
        for (EngineColumn engine : engines) {
            List<String> shared = shared(report, engine.name());
            for (String path : report.paths()) {
                Totals totals = new Totals(report.column(engine.name(), path).stream()
                        .filter(result -> shared.contains(result.scenario()))
                        .toList());
                Markdown.row(
                        text,
                        List.of(
                                engine.name(),
                                String.valueOf(shared.size()),
                                path,
                                String.valueOf(totals.statements()),
                                String.valueOf(totals.roundTrips()),
                                totals.ratio(report)));
            }
        }
    }

    /** Returns the scenarios with one session that ended with the same verdict on every access path. */
    private static List<String> shared(Report report, String engine) {
        return report.scenarios().stream()
                .filter(scenario -> !scenario.twoSessions())
                .map(ScenarioSummary::name)
                .filter(name -> report.paths().stream()
                                .map(path -> report.find(name, engine, path)
                                        .filter(result -> !result.steps().isEmpty())
                                        .map(Result::verdict))
                                .distinct()
                                .count()
                        == 1)
                .filter(name -> report.find(name, engine, report.paths().get(0))
                        .filter(result -> !result.steps().isEmpty())
                        .isPresent())
                .toList();
    }

    private static void failures(StringBuilder text, Report report, List<EngineColumn> engines) {
        text.append("\n## Failures\n\n")
                .append("The first failure of each scenario: when it reaches the program, as which exception, ")
                .append("and the state of the transaction afterwards.\n");
        Map<String, Function<Totals.FirstFailure, String>> kinds = new LinkedHashMap<>();
        kinds.put("when", failed -> at(failed.result().failurePoint()));
        kinds.put("exception", failed -> simple(failed.failure().type()));
        kinds.put("key's name", failed -> word(failed.failure().named()));
        kinds.put("values", failed -> word(failed.failure().values()));
        kinds.put("transaction", failed -> failed.result().transaction().label());
        kinds.put("commit afterwards", failed -> failed.result().commit().label());
        for (EngineColumn engine : engines) {
            text.append("\n### ").append(engine.name()).append("\n\n| | ");
            text.append(String.join(" | ", report.paths())).append(" |\n|---|");
            text.append("---|".repeat(report.paths().size())).append('\n');
            kinds.forEach((name, kind) -> {
                String values = report.paths().stream()
                        .map(path -> new Totals(report.column(engine.name(), path)).of(kind))
                        .map(Markdown::escaped)
                        .collect(Collectors.joining(" | "));
                text.append("| ").append(name).append(" | ").append(values).append(" |\n");
            });
        }
    }

    private static String at(@Nullable FailurePoint moment) {
        return moment == null ? "" : "at " + moment.name().toLowerCase(Locale.ROOT);
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static String word(Failure.Known known) {
        return switch (known) {
            case TYPED -> "by a method";
            case IN_TEXT -> "in the message";
            case NO -> "not reported";
        };
    }

    private static void differences(StringBuilder text, Report report, List<EngineColumn> engines) {
        text.append("\n## Where they differ\n\nScenarios whose result depends on the access path; ")
                .append("engines with the same results share a row.\n\n| scenario | engines | ")
                .append(String.join(" | ", report.paths()))
                .append(" |\n|---|---|")
                .append("---|".repeat(report.paths().size()))
                .append('\n');
        for (ScenarioSummary scenario : report.scenarios()) {
            Map<List<String>, List<String>> answers = new LinkedHashMap<>();
            for (EngineColumn engine : engines) {
                List<String> row = report.paths().stream()
                        .map(path -> ResultSymbol.words(report.result(scenario.name(), engine, path)))
                        .toList();
                if (row.stream().distinct().count() > 1) {
                    answers.merge(row, List.of(engine.name()), AdapterChoice::both);
                }
            }
            answers.forEach((row, names) -> {
                String results = row.stream().map(Markdown::escaped).collect(Collectors.joining(" | "));
                text.append("| **").append(scenario.name()).append("** | ");
                text.append(String.join(", ", names))
                        .append(" | ")
                        .append(results)
                        .append(" |\n");
            });
        }
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
