package dev.referent.corpus.app;

import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.web.MountedJob;
import dev.referent.corpus.web.MountedPage;
import dev.referent.corpus.web.Mounts;
import dev.referent.corpus.web.PageContent;
import dev.referent.evidence.comparison.Comparison;
import dev.referent.evidence.comparison.Progress;
import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.path.AccessPaths;
import dev.referent.evidence.comparison.report.CommittedReport;
import dev.referent.evidence.comparison.report.EngineColumn;
import dev.referent.evidence.comparison.report.Html;
import dev.referent.evidence.comparison.report.LiveRunEndpoint;
import dev.referent.evidence.comparison.report.Report;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.Verdict;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Scenarios;
import dev.referent.evidence.engines.Engine;
import dev.referent.evidence.engines.Engines;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The comparison on the web: the report of the documentation as a page, and scenarios that run on request. */
final class LiveComparison {
    private static final String PAGE = "/compare";
    private static final String RUN = "/compare/run";
    private static final String LISTER = PAGE + " shows";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MAX_CELLS = 60;

    private static final Map<String, List<String>> EXAMPLE = Map.of(
            "engines", List.of("sqlite", "sqlite-referent"),
            "paths", List.of("jdbc"),
            "scenarios", List.of("fresh-connection", "in-a-transaction"));

    private LiveComparison() {}

    /** Returns the page and the job. */
    static Mounts mounts() {
        return new Mounts(
                List.of(new MountedPage(
                        PAGE, "Compare", "How engines and ORMs treat a foreign key", LiveComparison::content)),
                List.of(new MountedJob(
                        RUN,
                        "Run scenarios of the comparison in temporary databases",
                        EXAMPLE,
                        LIMIT,
                        1,
                        LiveComparison::prepare)));
    }

    private static PageContent content() {
        LiveRunEndpoint live = new LiveRunEndpoint(
                RUN, Engines.all().stream().map(Engine::name).toList());
        return new PageContent(new Html(live).body(CommittedReport.read()), Html.style(), Html.script());
    }

    private static MountedJob.Work prepare(Map<String, List<String>> asked) {
        Comparison comparison = new Comparison(
                chosen(asked, "engines", Engines.all(), Engine::name),
                chosen(asked, "paths", AccessPaths.all(), AccessPath::name),
                chosen(asked, "scenarios", Scenarios.all(), Scenario::name),
                1,
                RUN);
        int results = comparison.engines().size()
                * comparison.paths().size()
                * comparison.scenarios().size();
        if (results > MAX_CELLS) {
            throw new InvalidInputException("that makes " + results + " cells; ask for at most " + MAX_CELLS);
        }
        return lines -> {
            Report report = comparison.run(new Lines(lines));
            lines.accept(LiveRunEndpoint.line(summary(report, results)));
        };
    }

    /** Returns how many cells were run, and why the others were not. */
    private static String summary(Report report, int asked) {
        Set<String> reasons = new LinkedHashSet<>();
        report.engines().stream()
                .filter(engine -> !engine.ran())
                .forEach(engine -> reasons.add(engine.name() + ": " + engine.reason()));
        List<Result> notRun = report.results().stream()
                .filter(result -> result.verdict() == Verdict.NOT_RUN)
                .toList();
        notRun.forEach(result -> reasons.add(result.engine() + ", " + result.path() + ": " + result.reason()));
        int ran = report.results().size() - notRun.size();
        return ran + " of " + asked + " cells"
                + (ran == asked ? "" : ", " + (asked - ran) + " not run: " + String.join("; ", reasons));
    }

    private static <T> List<T> chosen(
            Map<String, List<String>> asked, String member, List<T> known, Function<T, String> name) {
        List<String> names = asked.getOrDefault(member, List.of());
        List<String> all = known.stream().map(name).toList();
        if (names.isEmpty()) {
            throw new InvalidInputException(
                    member + " is empty; name at least one of " + NearestName.list(all, LISTER));
        }
        for (String one : names) {
            if (!all.contains(one)) {
                throw new InvalidInputException(member + " has no " + one + "; name some of "
                        + NearestName.list(all, LISTER) + NearestName.hint(one, all));
            }
        }
        return known.stream().filter(one -> names.contains(name.apply(one))).toList();
    }

    /** Sends the progress of a run to its client. */
    private record Lines(Consumer<String> lines) implements Progress {
        @Override
        public void starting(String engine, int number, int of) {
            lines.accept(LiveRunEndpoint.line("starting " + engine + ", engine " + number + " of " + of));
        }

        @Override
        public void started(EngineColumn engine) {
            lines.accept(LiveRunEndpoint.line(
                    engine.name() + ": " + (engine.ran() ? engine.version() : "not run: " + engine.reason())));
        }

        @Override
        public void ran(Result result, int done, int of) {
            lines.accept(LiveRunEndpoint.line(result.engine() + ": " + done + " of " + of + " cells", result));
        }
    }
}
