package dev.referent.evidence.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.referent.evidence.comparison.FreshRuns.Fresh;
import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.path.AccessPaths;
import dev.referent.evidence.comparison.report.CommittedReport;
import dev.referent.evidence.comparison.report.EngineColumn;
import dev.referent.evidence.comparison.report.Finding;
import dev.referent.evidence.comparison.report.Report;
import dev.referent.evidence.comparison.report.ReportFindings;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Scenarios;
import dev.referent.evidence.engines.Engine;
import dev.referent.evidence.engines.Engines;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a run today gives the results of the committed report. */
final class CommittedReportTest {
    private static final Report COMMITTED = CommittedReport.read();

    /** A result of each scenario of one session, the same in each build. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    final class APart extends Comparing {
        APart() {
            super(new FreshRuns(COMMITTED, false));
        }

        @Test
        void hasEveryScenarioOfOneSessionAndEachEngineByEveryAccessPath() {
            List<Result> compared = engines().stream()
                    .flatMap(engine -> runs().expected(engine).stream())
                    .toList();

            assertThat(compared)
                    .extracting(Result::scenario)
                    .containsAll(Scenarios.all().stream()
                            .filter(scenario -> !scenario.twoSessions())
                            .map(Scenario::name)
                            .toList());
            assertThat(compared.stream()
                            .map(result -> result.engine() + result.path())
                            .distinct())
                    .hasSize(engines().size() * AccessPaths.all().size());
        }
    }

    /** The whole, which takes minutes. */
    @Nested
    @Tag("nightly")
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    final class TheWhole extends Comparing {
        TheWhole() {
            super(new FreshRuns(COMMITTED, true));
        }
    }

    /** Compares each engine once; what differs is not run again. */
    abstract static class Comparing {
        private final FreshRuns runs;
        private Map<String, Fresh> fresh = Map.of();

        Comparing(FreshRuns runs) {
            this.runs = runs;
        }

        FreshRuns runs() {
            return runs;
        }

        static List<Engine> engines() {
            return Engines.all();
        }

        @BeforeAll
        @Timeout(value = 30, unit = TimeUnit.MINUTES)
        void run() throws InterruptedException, ExecutionException {
            fresh = runs.of(engines());
        }

        @ParameterizedTest
        @MethodSource("engines")
        void givesWhatTheReportHolds(Engine engine) {
            Fresh now = Objects.requireNonNull(fresh.get(engine.name()));
            assumeTrue(now.reason().isEmpty(), () -> engine.name() + ": " + now.reason());

            assertThat(Differences.between(runs.expected(engine), now.results()))
                    .as(
                            "docs/comparison differs from a run of today; if that is right, make it again by: %s",
                            COMMITTED.command())
                    .isEmpty();
        }
    }

    /** Else the comparison above would not fail. */
    @Test
    void noticesWhatAnswersOtherwise() {
        Result bare = COMMITTED.find("fresh-connection", "sqlite", "jdbc").orElseThrow();
        Result enforced =
                COMMITTED.find("fresh-connection", "sqlite-referent", "jdbc").orElseThrow();

        assertThat(Differences.between(List.of(bare), List.of(bare))).isEmpty();
        assertThat(Differences.between(List.of(bare), List.of())).anyMatch(line -> line.contains("-> (none)"));
        assertThat(Differences.between(List.of(bare), List.of(as("sqlite", enforced))))
                .anyMatch(line -> line.contains("outcome: ⚠ accepted, 1 orphan -> ✓ rejected at statement"))
                .anyMatch(line -> line.contains("SQLStates"));
    }

    private static Result as(String engine, Result result) {
        return new Result(
                result.scenario(),
                engine,
                result.path(),
                result.verdict(),
                result.failurePoint(),
                result.reason(),
                result.steps(),
                result.transaction(),
                result.commit(),
                result.rows(),
                result.orphans(),
                result.statements(),
                result.roundTrips(),
                result.nanos());
    }

    @Test
    void coversAllThatThereIs() {
        assertThat(COMMITTED.engines().stream().filter(EngineColumn::ran).map(EngineColumn::name))
                .containsAll(Engines.all().stream().map(Engine::name).toList())
                .hasSizeGreaterThanOrEqualTo(10);
        assertThat(COMMITTED.paths())
                .isEqualTo(AccessPaths.all().stream().map(AccessPath::name).toList());
        assertThat(COMMITTED.scenarios().stream().map(question -> question.name()))
                .containsExactlyElementsOf(
                        Scenarios.all().stream().map(Scenario::name).toList());
        for (Engine engine : Engines.all()) {
            assertThat(new FreshRuns(COMMITTED, true).expected(engine))
                    .as(engine.name())
                    .hasSize(Scenarios.all().size() * AccessPaths.all().size());
        }
    }

    @Test
    void showsTenFindings() {
        assertThat(ReportFindings.all()).hasSize(10).allSatisfy(finding -> {
            assertThat(finding.isCoveredBy(COMMITTED)).as(finding.sentence()).isTrue();
            assertThat(finding.contradictions(COMMITTED)).as(finding.sentence()).isEmpty();
        });
    }

    @Test
    void contradictsAFindingThatIsNotTrue() {
        Finding wrong = new Finding(
                "SQLite rejects orphans.",
                List.of(new Finding.Claim("fresh-connection", "sqlite", "jdbc", result -> result.orphans() == 0)));

        assertThat(wrong.contradictions(COMMITTED)).hasSize(1);
    }
}
