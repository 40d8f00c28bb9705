package dev.referent.corpus.app;

import dev.referent.evidence.comparison.Comparison;
import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.path.AccessPaths;
import dev.referent.evidence.comparison.report.AdapterChoice;
import dev.referent.evidence.comparison.report.EngineColumn;
import dev.referent.evidence.comparison.report.Format;
import dev.referent.evidence.comparison.report.Html;
import dev.referent.evidence.comparison.report.Json;
import dev.referent.evidence.comparison.report.Markdown;
import dev.referent.evidence.comparison.report.Report;
import dev.referent.evidence.comparison.report.ReportFindings;
import dev.referent.evidence.comparison.report.ScenarioSummary;
import dev.referent.evidence.comparison.report.Terminal;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Scenarios;
import dev.referent.evidence.engines.Engine;
import dev.referent.evidence.engines.Engines;
import dev.referent.evidence.engines.ExternalEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the comparison of engines and access paths, and shows its results. */
@Command(
        name = "compare",
        description = "Runs the same foreign-key scenarios on many engines, through JDBC, Hibernate and MyBatis.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    private static final String ALL = "all";
    private static final int WIDTH = 120;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "An engine by its name, NAME=jdbc:… for an empty database of yours, or all, which is the default."
                            + " Can be repeated.")
    private List<String> engines = List.of(ALL);

    @Option(names = "--clusters", description = "The clusters too, which take long to start.")
    private boolean clusters;

    @Option(names = "--path", paramLabel = "NAME", description = "An access path; all unless given. Can be repeated.")
    private List<String> paths = List.of(ALL);

    @Option(names = "--scenario", paramLabel = "NAME", description = "A scenario; all unless given. Can be repeated.")
    private List<String> scenarios = List.of(ALL);

    @Option(names = "--format", paramLabel = "FORMAT", description = "One of ${COMPLETION-CANDIDATES}.")
    private @Nullable ReportFormat format;

    @Option(
            names = "--output",
            paramLabel = "FILE|DIR",
            description = "The file to write, or, without --format, the folder that takes all formats.")
    private @Nullable Path output;

    @Option(names = "--repeat", paramLabel = "N", description = "How often each scenario is timed; 1 unless given.")
    private int repeat = 1;

    @Option(names = "--from", paramLabel = "FILE", description = "Shows an earlier report.json, and runs nothing.")
    private @Nullable Path from;

    @Option(names = "--list", description = "Lists the engines, access paths and scenarios.")
    private boolean list;

    /** The formats by their names on the command line. */
    enum ReportFormat {
        HTML,
        MD,
        JSON,
        TERMINAL;

        Format format(int width) {
            return switch (this) {
                case HTML -> new Html();
                case MD -> new Markdown();
                case JSON -> new Json();
                case TERMINAL -> new Terminal(width);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            list();
            return CommandLine.ExitCode.OK;
        }
        if (repeat < 1) {
            throw new ParameterException(spec.commandLine(), "--repeat " + repeat + " is not positive");
        }
        Report report;
        try {
            report = from == null ? run() : part(read(from));
        } catch (InterruptedException e) {
            throw new IllegalStateException("the comparison was stopped before its end; nothing is shown", e);
        }
        if (output != null && format == null) {
            write(report, output);
        } else {
            show(report, format == null ? ReportFormat.TERMINAL : format);
        }
        return from == null && lacksNamedEngine(report) ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    /** Returns whether an engine that the command line names was not run; without names, those that are installed are run. */
    private boolean lacksNamedEngine(Report report) {
        Set<String> named = engines.stream()
                .map(name -> name.replaceFirst("=.*", ""))
                .filter(name -> !name.equals(ALL))
                .collect(Collectors.toSet());
        return report.engines().stream().anyMatch(engine -> named.contains(engine.name()) && !engine.ran());
    }

    /** Returns the part of an earlier report that the command line names. */
    private Report part(Report report) {
        return report.only(
                Set.copyOf(chosen(
                        "--engine",
                        engines,
                        report.engines().stream().map(EngineColumn::name).toList(),
                        name -> name)),
                Set.copyOf(chosen("--path", paths, report.paths(), name -> name)),
                Set.copyOf(chosen(
                        "--scenario",
                        scenarios,
                        report.scenarios().stream().map(ScenarioSummary::name).toList(),
                        name -> name)));
    }

    private void list() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("engines: " + names(Engines.all(), Engine::name));
        out.println("clusters: " + names(Engines.clusters(), Engine::name));
        out.println("access paths: " + names(AccessPaths.all(), AccessPath::name));
        out.println("scenarios:");
        Scenarios.all().forEach(scenario -> out.println("  " + scenario.name() + ": " + scenario.question()));
        out.flush();
    }

    private Report run() throws Exception {
        // read when the first logger is created; the report has what the libraries log about each failure
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        Comparison comparison = new Comparison(
                engines(),
                chosen("--path", paths, AccessPaths.all(), AccessPath::name),
                chosen("--scenario", scenarios, Scenarios.all(), Scenario::name),
                repeat,
                typed());
        return ShutdownInterrupt.call(
                () -> comparison.run(new CompareProgress(spec.commandLine().getErr())),
                Comparison::deleteTemporaryDirectories);
    }

    private List<Engine> engines() {
        List<Engine> known = new ArrayList<>(Engines.all());
        known.addAll(Engines.clusters());
        List<String> names = new ArrayList<>();
        for (String one : engines) {
            if (one.equals(ALL)) {
                Engines.all().forEach(engine -> names.add(engine.name()));
            } else if (one.contains("=")) {
                ExternalEngine given = given(one);
                known.removeIf(engine -> engine.name().equals(given.name()));
                known.add(given);
                names.add(given.name());
            } else {
                names.add(one);
            }
        }
        if (clusters) {
            Engines.clusters().forEach(engine -> names.add(engine.name()));
        }
        return chosen("--engine", names, known, Engine::name);
    }

    private ExternalEngine given(String option) {
        try {
            DatabaseUrl.requireNoUser(option);
            return ExternalEngine.of(option);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--engine: " + e.getMessage());
        }
    }

    /** Returns the command line without URLs, which may contain passwords. */
    private String typed() {
        List<String> arguments = spec.commandLine().getParent().getParseResult().originalArgs();
        return "./referent " + String.join(" ", arguments).replaceAll("=jdbc:(\\w+):\\S*", "=jdbc:$1:…");
    }

    private <T> List<T> chosen(String option, List<String> names, List<T> known, Function<T, String> name) {
        List<T> chosen = new ArrayList<>();
        for (String one : names) {
            List<T> found = known.stream()
                    .filter(each -> one.equals(ALL) || name.apply(each).equals(one))
                    .toList();
            if (found.isEmpty()) {
                List<String> all = known.stream().map(name).toList();
                throw new ParameterException(
                        spec.commandLine(),
                        option + " " + one + " is neither " + ALL + " nor one of "
                                + NearestName.list(all, "./referent compare --list lists")
                                + NearestName.hint(one, all));
            }
            chosen.addAll(found);
        }
        return chosen.stream().distinct().toList();
    }

    private static <T> String names(List<T> known, Function<T, String> name) {
        return known.stream().map(name).collect(Collectors.joining(", "));
    }

    private void show(Report report, ReportFormat shown) throws IOException {
        if (output == null) {
            PrintWriter out = spec.commandLine().getOut();
            String text = shown.format(width()).show(report);
            out.print(shown == ReportFormat.TERMINAL && CommandLine.Help.Ansi.AUTO.enabled() ? coloured(text) : text);
            out.flush();
        } else {
            Files.writeString(output, shown.format(WIDTH).show(report));
        }
    }

    /** Returns the width of the terminal, as far as it is known. */
    private int width() {
        OptionalInt columns = Referent.columns();
        if (columns.isPresent()) {
            return columns.getAsInt();
        }
        return CommandLine.Help.Ansi.AUTO.enabled()
                ? new CommandLine.Model.UsageMessageSpec().autoWidth(true).width()
                : WIDTH;
    }

    private static String coloured(String text) {
        return text.replace("✓", "\u001B[32m✓\u001B[0m")
                .replace("⚠", "\u001B[33m⚠\u001B[0m")
                .replace("✗", "\u001B[31m✗\u001B[0m");
    }

    private static Report read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory");
        }
        try {
            return Json.read(Files.readString(file));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new IOException(file + " is not a report of the comparison: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the report first, so that a finding that is no longer true can be corrected and the other formats created from
     * it.
     */
    private static void write(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.json"), new Json().show(report));
        ReportFindings.check(report);
        Files.writeString(folder.resolve("README.md"), new Markdown().show(report));
        Files.writeString(folder.resolve("comparison.html"), new Html().show(report));
        Files.writeString(folder.resolve("hibernate-or-mybatis.md"), new AdapterChoice().show(report));
    }
}
