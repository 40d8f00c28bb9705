package dev.referent.evidence.comparison.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.path.AccessPaths;
import dev.referent.evidence.comparison.path.OpenPath;
import dev.referent.evidence.comparison.path.PathUnavailableException;
import dev.referent.evidence.comparison.path.Session;
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
    void seesAnOrphanOnTheBareDriver() throws Exception {
        Cell cell = cell("sqlite", "in-a-transaction");

        assertThat(cell.outcome()).isEqualTo("accepted, 1 orphan");
        assertThat(cell.rows()).containsExactly("child (1, 4711)");
        assertThat(cell.steps().get(0).sent())
                .containsExactly("INSERT INTO child (id, parent_id) VALUES (?, ?) [1, 4711]");
        assertThat(List.of(cell.statements(), cell.roundTrips())).containsExactly(1, 2);
    }

    @Test
    void seesWhatARefusalLeavesOfItsTransaction() throws Exception {
        Cell cell = cell("h2", "in-a-transaction");

        assertThat(cell.transaction()).isEqualTo(Transaction.USABLE);
        assertThat(cell.commit()).isEqualTo(Commit.STORED);
    }

    @Test
    void namesTheWordsThatAnEngineRefuses() throws Exception {
        Cell cell = cell("h2", "deferred-commit");

        assertThat(cell.verdict()).isEqualTo(Verdict.SCHEMA_REFUSED);
        assertThat(cell.reason()).contains("DEFERRABLE");
    }

    @Test
    void goesOnFromASavepointAfterARefusal() throws Exception {
        Cell cell = cell("sqlite-referent", "to-savepoint");

        assertThat(cell.rows()).containsExactly("parent (815)", "child (2, 815)");
    }

    @Test
    void givesTheNextBorrowerTheConnectionOfTheLast() throws Exception {
        Cell cell = cell("postgresql-18", "next-in-pool");

        assertThat(cell.outcome()).isEqualTo("accepted, 1 orphan");
    }

    @Test
    void runsAScenarioAnewForEachTiming() throws Exception {
        Cell cell = cell("sqlite", "in-a-transaction", 3);

        assertThat(cell.nanos()).isPositive();
        try (Stream<Path> databases = Files.list(directory)) {
            assertThat(databases)
                    .as("one to ask for the family, one to report, three to time")
                    .hasSize(5);
        }
    }

    @Test
    void letsTheAccessPathsTakeTurnsSoThatNoneGoesFirstEachTime() throws Exception {
        List<String> turns = new ArrayList<>();
        AccessPath jdbc = AccessPaths.all().get(0);
        try (RunningEngine running = engine("sqlite").start(directory);
                Runner runner = new Runner("sqlite", running, 2)) {
            List<Cell> cells = runner.run(
                    scenario("in-a-transaction"), List.of(new Noted("a", jdbc, turns), new Noted("b", jdbc, turns)));

            assertThat(cells).extracting(Cell::path).containsExactly("a", "b");
            assertThat(cells).extracting(Cell::nanos).allSatisfy(nanos -> assertThat(nanos)
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
                public void turnTo(Database next, UnaryOperator<DataSource> around) {
                    turns.add(name);
                    opened.turnTo(next, around);
                }

                @Override
                public Session session(boolean autoCommit, boolean batches) throws Exception {
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

    private Cell cell(String name, String scenario) throws Exception {
        return cell(name, scenario, 1);
    }

    private Cell cell(String name, String scenario, int timings) throws Exception {
        try (RunningEngine running = engine(name).start(directory);
                Runner runner = new Runner(name, running, timings)) {
            return runner.run(scenario(scenario), AccessPaths.all().get(0));
        }
    }
}
