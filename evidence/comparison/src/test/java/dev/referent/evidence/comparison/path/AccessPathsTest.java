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

/** The scenarios on SQLite with Referent, by each access path. */
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

    /** Every scenario of one session, and a few of two. */
    static List<Scenario> scenarios() {
        return Scenarios.all().stream()
                .filter(scenario -> !scenario.twoSessions() || RACES.contains(scenario.name()))
                .toList();
    }

    /** The others of two sessions, which wait for locks. */
    static List<Scenario> races() {
        return Scenarios.all().stream()
                .filter(scenario -> scenario.twoSessions() && !RACES.contains(scenario.name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void answerAlike(Scenario scenario) throws Exception {
        assertAlike(scenario);
    }

    @Tag("nightly")
    @ParameterizedTest
    @MethodSource("races")
    void answerAlikeInTheOtherRaces(Scenario scenario) throws Exception {
        assertAlike(scenario);
    }

    private static void assertAlike(Scenario scenario) throws Exception {
        List<AccessPath> paths = AccessPaths.all();
        Result plain = runner.run(scenario, paths.get(0));

        assertThat(plain.outcome()).isEqualTo(scenario.withReferent());
        for (AccessPath path : paths.subList(1, paths.size())) {
            assertAlike(runner.run(scenario, path), plain);
        }
    }

    private static void assertAlike(Result result, Result plain) {
        Optional<String> otherwise =
                ExpectedDifference.in(ExpectedDifference.OUTCOMES, result.path(), result.scenario());
        if (otherwise.isPresent()) {
            assertThat(result.outcome()).as(result.path()).isEqualTo(otherwise.get());
            return;
        }
        assertThat(plain.outcome()).as(result.path()).isIn(momentsOf(result.outcome()));
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

    /** Returns the outcome, and the same if an ORM had kept nothing back. */
    private static List<String> momentsOf(String outcome) {
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
