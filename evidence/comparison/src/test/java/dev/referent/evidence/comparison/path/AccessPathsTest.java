package dev.referent.evidence.comparison.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.evidence.comparison.report.CommittedReport;
import dev.referent.evidence.comparison.report.Report;
import dev.referent.evidence.comparison.run.Failure;
import dev.referent.evidence.comparison.run.Failure.Known;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.Runner;
import dev.referent.evidence.comparison.run.StepResult;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Scenarios;
import dev.referent.evidence.engines.Engines;
import dev.referent.evidence.engines.RunningEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that all access paths give the same results on SQLite with Referent. */
final class AccessPathsTest {
    private static final String ENGINE = "sqlite-referent";

    private static final Set<String> RACES =
            Set.of("switch-of-another", "insert-then-delete", "deferred-and-other-session");

    @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // before all
    private static RunningEngine engine;

    @SuppressWarnings("NullAway.Init") // before all
    private static Runner runner;

    @BeforeAll
    static void start() throws Exception {
        engine = Engines.all().stream()
                .filter(one -> one.name().equals(ENGINE))
                .findFirst()
                .orElseThrow()
                .start(directory);
        Report committed = CommittedReport.read();
        runner = new Runner(ENGINE, engine, (scenario, path) -> committed
                .find(scenario, ENGINE, path)
                .map(Result::steps)
                .orElse(List.of()));
    }

    @AfterAll
    static void end() {
        runner.close();
        engine.close();
    }

    /** Returns every scenario with one session, and a few with two. */
    static List<Scenario> scenarios() {
        return Scenarios.all().stream()
                .filter(scenario -> !scenario.twoSessions() || RACES.contains(scenario.name()))
                .toList();
    }

    /** Returns the other scenarios with two sessions, which wait for locks. */
    static List<Scenario> races() {
        return Scenarios.all().stream()
                .filter(scenario -> scenario.twoSessions() && !RACES.contains(scenario.name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void giveTheSameResults(Scenario scenario) throws Exception {
        assertSameResult(scenario);
    }

    @Tag("nightly")
    @ParameterizedTest
    @MethodSource("races")
    void giveTheSameResultsInTheOtherRaces(Scenario scenario) throws Exception {
        assertSameResult(scenario);
    }

    private static void assertSameResult(Scenario scenario) throws Exception {
        List<AccessPath> paths = AccessPaths.all();
        Result plain = runner.run(scenario, paths.get(0));

        assertThat(plain.outcome()).isEqualTo(scenario.withReferent());
        for (AccessPath path : paths.subList(1, paths.size())) {
            assertSameResult(runner.run(scenario, path), plain);
        }
    }

    private static void assertSameResult(Result result, Result plain) {
        Optional<String> expected =
                ExpectedDifference.in(ExpectedDifference.OUTCOMES, result.path(), result.scenario());
        if (expected.isPresent()) {
            assertThat(result.outcome()).as(result.path()).isEqualTo(expected.get());
            return;
        }
        assertThat(plain.outcome()).as(result.path()).isIn(outcomesOf(result.outcome()));
        assertThat(result.rows().toString())
                .as(result.path())
                .isEqualTo(ExpectedDifference.in(ExpectedDifference.ROWS, result.path(), result.scenario())
                        .orElse(plain.rows().toString()));
        typed(plain).ifPresent(failure -> assertThat(typed(result))
                .as(result.path())
                .get()
                .extracting(Failure::constraint, Failure::values)
                .containsExactly(failure.constraint(), failure.values()));
    }

    /** Returns the outcome, and the outcome if the ORM had sent every statement at once. */
    private static List<String> outcomesOf(String outcome) {
        return List.of(outcome, outcome.replaceFirst(" at (flush|commit)", " at statement"));
    }

    private static Optional<Failure> typed(Result result) {
        return result.steps().stream()
                .map(StepResult::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .filter(failure -> failure.named() == Known.TYPED);
    }
}
