package dev.referent.corpus.app;

import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.web.MountedJob;
import dev.referent.corpus.web.MountedPage;
import dev.referent.corpus.web.Mounts;
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
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Scenarios;
import dev.referent.evidence.engines.Engine;
import dev.referent.evidence.engines.Engines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The comparison on the web: the report of the documentation as a page, and scenarios that run on request. */
final class LiveComparison {
    private static final String PAGE = "/compare";
    private static final String RUN = "/compare/run";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MAX_CELLS = 60;

    private LiveComparison() {}

    /** Returns the server's page and job; the page is created at the first request. */
    static Mounts mounts() {
        return mounts(LiveComparison::page);
    }

    /** Returns the server's page and job for the given page, which is created at most once. */
    static Mounts mounts(Supplier<String> page) {
        return new Mounts(
                List.of(new MountedPage(PAGE, "How engines and ORMs treat a foreign key", new LazyPage(page))),
                List.of(new MountedJob(
                        RUN,
                        "Run scenarios of the comparison in temporary databases",
                        List.of("engines", "paths", "scenarios"),
                        LIMIT,
                        LiveComparison::prepare)));
    }

    private static String page() {
        LiveRunEndpoint live = new LiveRunEndpoint(
                RUN, Engines.all().stream().map(Engine::name).toList());
        return new Html(live).show(CommittedReport.read());
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

    /** Returns how much of a run there is, and why there is no more. */
    private static String summary(Report report, int asked) {
        int ran = report.results().size();
        if (ran == asked) {
            return ran + " of " + asked + " cells; all done";
        }
        String reasons = report.engines().stream()
                .filter(engine -> !engine.ran())
                .map(engine -> engine.name() + ": " + engine.reason())
                .collect(Collectors.joining("; "));
        return ran + " of " + asked + " cells, " + (asked - ran) + " not run: " + reasons;
    }

    private static <T> List<T> chosen(
            Map<String, List<String>> asked, String member, List<T> known, Function<T, String> name) {
        List<String> names = asked.getOrDefault(member, List.of());
        List<String> all = known.stream().map(name).toList();
        if (names.isEmpty()) {
            throw new InvalidInputException(member + " is empty; name at least one of " + String.join(", ", all));
        }
        for (String one : names) {
            if (!all.contains(one)) {
                throw new InvalidInputException(member + " has no " + one + "; name some of " + String.join(", ", all));
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
