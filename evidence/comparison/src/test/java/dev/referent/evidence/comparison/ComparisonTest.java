package dev.referent.evidence.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.path.AccessPaths;
import dev.referent.evidence.comparison.report.EngineColumn;
import dev.referent.evidence.comparison.report.Report;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.Verdict;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Scenarios;
import dev.referent.evidence.engines.Engine;
import dev.referent.evidence.engines.EngineUnavailableException;
import dev.referent.evidence.engines.Engines;
import dev.referent.evidence.engines.ExternalEngine;
import dev.referent.evidence.engines.RunningEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    private static final List<AccessPath> JDBC = AccessPaths.all().subList(0, 1);
    private static final Engine SQLITE = Engines.all().get(0);

    @Test
    void reportsWhyAnEngineDidNotStart() throws Exception {
        Engine missing = new ExternalEngine("mine", "jdbc:none:x");

        Report report = run(List.of(missing, SQLITE), "fresh-connection");

        EngineColumn column = report.engines().get(0);
        assertThat(column.ran()).isFalse();
        assertThat(column.reason()).contains("no driver");
        assertThat(report.result("fresh-connection", column, "jdbc").verdict()).isEqualTo(Verdict.NOT_RUN);
        assertThat(report.results()).extracting(Result::outcome).containsExactly("accepted, 1 orphan");
    }

    @Test
    void deletesItsDirectory() throws Exception {
        List<Path> directories = new ArrayList<>();

        run(List.of(new RecordingEngine(directories)), "fresh-connection");

        assertThat(directories).hasSize(1).allSatisfy(directory -> assertThat(directory)
                .doesNotExist());
    }

    @Test
    void stopsWhenInterrupted() throws Exception {
        List<Path> directories = new ArrayList<>();
        Comparison comparison = new Comparison(List.of(new RecordingEngine(directories)), JDBC, Scenarios.all(), 1, "");

        assertThatThrownBy(() -> comparison.run(new Interrupting())).isInstanceOf(InterruptedException.class);
        assertThat(directories).hasSize(1).allSatisfy(directory -> assertThat(directory)
                .doesNotExist());
    }

    @Test
    void startsNoOtherEngineAfterOneThatWasInterrupted() {
        List<Path> directories = new ArrayList<>();
        Comparison comparison = new Comparison(
                List.of(new InterruptedEngine(), new RecordingEngine(directories)), JDBC, Scenarios.all(), 1, "");

        assertThatThrownBy(() -> comparison.run(new NoProgress())).isInstanceOf(InterruptedException.class);
        assertThat(directories).isEmpty();
    }

    @Test
    void reportsProgress() throws Exception {
        List<String> events = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void starting(String engine, int number, int of) {
                events.add(engine + " " + number + "/" + of);
            }

            @Override
            public void started(EngineColumn engine) {
                events.add(engine.url());
            }

            @Override
            public void ran(Result result, int done, int of) {
                events.add(result.scenario() + " " + done + "/" + of);
            }
        };

        new Comparison(List.of(SQLITE), JDBC, named("fresh-connection", "in-a-transaction"), 1, "").run(progress);

        assertThat(events).containsExactly("sqlite 1/1", "jdbc:sqlite", "fresh-connection 1/2", "in-a-transaction 2/2");
    }

    private static Report run(List<Engine> engines, String scenario) throws InterruptedException {
        return new Comparison(engines, JDBC, named(scenario), 1, "").run(new NoProgress());
    }

    private static List<Scenario> named(String... names) {
        return Scenarios.all().stream()
                .filter(scenario -> List.of(names).contains(scenario.name()))
                .toList();
    }

    /** An engine whose start forgets that its thread was interrupted. */
    private record InterruptedEngine() implements Engine {
        @Override
        public String name() {
            return "interrupted";
        }

        @Override
        public RunningEngine start(Path directory) throws EngineUnavailableException {
            throw new EngineUnavailableException("it cannot be used", new SQLException(new InterruptedException()));
        }
    }

    /** SQLite in a directory that is recorded and contains a file. */
    private record RecordingEngine(List<Path> directories) implements Engine {
        @Override
        public String name() {
            return "watched";
        }

        @Override
        public RunningEngine start(Path directory) throws EngineUnavailableException {
            directories.add(directory);
            try {
                Files.writeString(
                        Files.createDirectories(directory.resolve("data")).resolve("file"), "x");
            } catch (IOException e) {
                throw new EngineUnavailableException("no file", e);
            }
            return SQLITE.start(directory);
        }
    }

    /** Progress that is ignored. */
    private static class NoProgress implements Progress {
        @Override
        public void starting(String engine, int number, int of) {}

        @Override
        public void started(EngineColumn engine) {}

        @Override
        public void ran(Result result, int done, int of) {}
    }

    /** Interrupts the comparison once the engine runs: a driver that is loaded while interrupted may clear the interrupt. */
    private static final class Interrupting extends NoProgress {
        @Override
        public void started(EngineColumn engine) {
            Thread.currentThread().interrupt();
        }
    }
}
