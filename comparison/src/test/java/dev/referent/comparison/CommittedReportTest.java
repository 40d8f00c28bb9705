package dev.referent.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.referent.comparison.engine.Engine;
import dev.referent.comparison.engine.Engines;
import dev.referent.comparison.path.AccessPath;
import dev.referent.comparison.path.AccessPaths;
import dev.referent.comparison.report.CommittedReport;
import dev.referent.comparison.report.EngineColumn;
import dev.referent.comparison.report.Finding;
import dev.referent.comparison.report.Findings;
import dev.referent.comparison.report.Report;
import dev.referent.comparison.scenario.Scenario;
import dev.referent.comparison.scenario.Scenarios;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The report of the documentation is what a run gives today. */
final class CommittedReportTest {
    private static final Report COMMITTED = CommittedReport.read();

    static List<Engine> engines() {
        return Engines.all();
    }

    @BeforeAll
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    static void run() throws InterruptedException {
        FreshRuns.start(engines());
    }

    /** Scenarios that differ run once more by themselves: on a busy machine a session may be too slow for its turn. */
    @ParameterizedTest
    @MethodSource("engines")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void isWhatAFreshRunGives(Engine engine) throws InterruptedException {
        Report fresh = FreshRuns.of(engine);
        EngineColumn column = fresh.engines().get(0);
        assumeTrue(column.ran(), () -> engine.name() + ": " + column.reason());

        Set<String> differing = Differences.scenarios(COMMITTED, fresh, engine.name());
        Report again = differing.isEmpty() ? fresh : FreshRuns.again(engine, differing);
        assertThat(Differences.between(COMMITTED, again, engine.name(), differing))
                .as(
                        "docs/comparison differs from a run of today; if that is right, make it again by: %s",
                        COMMITTED.command())
                .isEmpty();
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
    }

    @Test
    void showsTenFindings() {
        assertThat(Findings.all()).hasSize(10).allSatisfy(finding -> {
            assertThat(finding.isCoveredBy(COMMITTED)).as(finding.sentence()).isTrue();
            assertThat(finding.contradictions(COMMITTED)).as(finding.sentence()).isEmpty();
        });
    }

    @Test
    void contradictsAFindingThatIsNotTrue() {
        Finding wrong = new Finding(
                "SQLite refuses orphans.",
                List.of(new Finding.Claim("fresh-connection", "sqlite", "jdbc", cell -> cell.orphans() == 0)));

        assertThat(wrong.contradictions(COMMITTED)).hasSize(1);
    }
}
