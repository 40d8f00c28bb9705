package dev.referent.evidence.comparison.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.path.AccessPaths;
import dev.referent.evidence.comparison.path.OpenPath;
import dev.referent.evidence.comparison.path.PathSession;
import dev.referent.evidence.comparison.path.PathUnavailableException;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Scenarios;
import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.Engine;
import dev.referent.evidence.engines.Engines;
import dev.referent.evidence.engines.Family;
import dev.referent.evidence.engines.RunningEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunnerTest {
    @TempDir
    private Path directory;

    @Test
    void reportsAnOrphanOnThePlainDriver() throws Exception {
        Result result = cell("sqlite", "in-a-transaction");

        assertThat(result.outcome()).isEqualTo("accepted, 1 orphan");
        assertThat(result.rows()).containsExactly("child (1, 4711)");
        assertThat(result.steps().get(0).sent())
                .containsExactly("INSERT INTO child (id, parent_id) VALUES (?, ?) [1, 4711]");
        assertThat(List.of(result.statements(), result.roundTrips())).containsExactly(1, 2);
    }

    @Test
    void reportsTheStateOfTheTransactionAfterAFailure() throws Exception {
        Result result = cell("h2", "in-a-transaction");

        assertThat(result.transaction()).isEqualTo(TransactionState.USABLE);
        assertThat(result.commit()).isEqualTo(CommitOutcome.STORED);
    }

    @Test
    void reportsWhyAnEngineRejectsASchema() throws Exception {
        Result result = cell("h2", "deferred-commit");

        assertThat(result.verdict()).isEqualTo(Verdict.SCHEMA_REJECTED);
        assertThat(result.reason()).contains("DEFERRABLE");
    }

    @Test
    void continuesFromASavepointAfterAFailure() throws Exception {
        Result result = cell("sqlite-referent", "to-savepoint");

        assertThat(result.rows()).containsExactly("parent (815)", "child (2, 815)");
    }

    @Test
    void givesThePooledConnectionToTheNextBorrower() throws Exception {
        Result result = cell("postgresql-18", "next-in-pool");

        assertThat(result.outcome()).isEqualTo("accepted, 1 orphan");
    }

    @Test
    void usesAnEmptyDatabaseForEachTiming() throws Exception {
        Result result = cell("sqlite", "in-a-transaction", 3);

        assertThat(result.nanos()).isPositive();
        try (Stream<Path> databases = Files.list(directory)) {
            assertThat(databases)
                    .as("one to detect the family, one for the result, three for the times")
                    .hasSize(5);
        }
    }

    @Test
    void letsTheAccessPathsTakeTurnsSoThatNoneGoesFirstEachTime() throws Exception {
        List<String> turns = new ArrayList<>();
        AccessPath jdbc = AccessPaths.all().get(0);
        try (RunningEngine running = engine("sqlite").start(directory);
                Runner runner = new Runner("sqlite", running, 2)) {
            List<Result> results = runner.run(
                    scenario("in-a-transaction"), List.of(new Noted("a", jdbc, turns), new Noted("b", jdbc, turns)));

            assertThat(results).extracting(Result::path).containsExactly("a", "b");
            assertThat(results).extracting(Result::nanos).allSatisfy(nanos -> assertThat(nanos)
                    .isPositive());
        }
        assertThat(turns).containsExactly("a", "b", "a", "b", "b", "a");
    }

    /** An access path under another name, with its turns noted. */
    private record Noted(String name, AccessPath path, List<String> turns) implements AccessPath {
        @Override
        public OpenPath open(Database database, Family family) throws PathUnavailableException {
            OpenPath opened = path.open(database, family);
            return new OpenPath() {
                @Override
                public void switchTo(Database next, UnaryOperator<DataSource> around) {
                    turns.add(name);
                    opened.switchTo(next, around);
                }

                @Override
                public PathSession session(boolean autoCommit, boolean batches) throws Exception {
                    return opened.session(autoCommit, batches);
                }

                @Override
                public void close() {
                    opened.close();
                }
            };
        }
    }

    private static Engine engine(String name) {
        return Engines.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Scenario scenario(String name) {
        return Scenarios.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Result cell(String name, String scenario) throws Exception {
        return cell(name, scenario, 1);
    }

    private Result cell(String name, String scenario, int timings) throws Exception {
        try (RunningEngine running = engine(name).start(directory);
                Runner runner = new Runner(name, running, timings)) {
            return runner.run(scenario(scenario), AccessPaths.all().get(0));
        }
    }
}
