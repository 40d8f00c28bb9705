package dev.referent.evidence.comparison.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.evidence.comparison.path.AccessPaths;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Scenarios;
import dev.referent.evidence.engines.Engine;
import dev.referent.evidence.engines.Engines;
import dev.referent.evidence.engines.RunningEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

        assertThat(result.verdict()).isEqualTo(Verdict.SCHEMA_REFUSED);
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

    private Result cell(String name, String scenario) throws Exception {
        return cell(name, scenario, 1);
    }

    private Result cell(String name, String scenario, int timings) throws Exception {
        Engine engine = Engines.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        Scenario asked = Scenarios.all().stream()
                .filter(one -> one.name().equals(scenario))
                .findFirst()
                .orElseThrow();
        try (RunningEngine running = engine.start(directory);
                Runner runner = new Runner(name, running, timings)) {
            return runner.run(asked, AccessPaths.all().get(0));
        }
    }
}
