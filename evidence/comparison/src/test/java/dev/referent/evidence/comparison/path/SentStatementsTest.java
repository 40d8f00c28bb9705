package dev.referent.evidence.comparison.path;

import static dev.referent.evidence.comparison.scenario.Scenario.insert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.evidence.comparison.run.CommitOutcome;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.Runner;
import dev.referent.evidence.comparison.run.Verdict;
import dev.referent.evidence.comparison.scenario.Group;
import dev.referent.evidence.comparison.scenario.Key;
import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Scenario.Draft;
import dev.referent.evidence.comparison.scenario.Table;
import dev.referent.evidence.engines.Engines;
import dev.referent.evidence.engines.RunningEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What each access path sends, and when; each engine is started once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SentStatementsTest {
    private static final Table PARENT = Table.of("parent", "id INTEGER NOT NULL PRIMARY KEY");
    private static final Table CHILD = Table.of("child", "id INTEGER NOT NULL PRIMARY KEY", "parent_id INTEGER")
            .with(Key.of("child", "parent_id", "parent", ""));
    private static final Operation FLUSH = new Operation.Flush();
    private static final Operation COMMIT = new Operation.Commit();

    private final Map<String, Runner> runners = new HashMap<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void countsABatchOfThreeAsThreeStatementsInOneRoundTrip() throws Exception {
        Operation three = new Operation.InsertAll(PARENT, List.of(List.of(1), List.of(2), List.of(3)));

        assertThat(cells("h2", draft().one(three, FLUSH, COMMIT)))
                .allSatisfy(result -> assertThat(List.of(result.statements(), result.roundTrips()))
                        .as(result.path())
                        .containsExactly(3, 2));
    }

    @Test
    void ormsSendABatchAtTheFlush() throws Exception {
        Operation three = new Operation.InsertAll(PARENT, List.of(List.of(1), List.of(2), List.of(3)));

        assertThat(cells("h2", draft().one(three, FLUSH, COMMIT)))
                .extracting(result ->
                        result.steps().stream().map(step -> step.sent().size()).toList())
                .containsExactly(List.of(1, 0, 1), List.of(0, 1, 1), List.of(0, 1, 1));
    }

    @Test
    void hibernateReadsARowBeforeItChangesOrRemovesIt() throws Exception {
        Draft draft = draft().row(PARENT, 815)
                .row(CHILD, 1, null)
                .one(new Operation.Update(CHILD, 1, "parent_id", 815), FLUSH)
                .one(new Operation.Delete(CHILD, 1), FLUSH, COMMIT);

        assertThat(cells("h2", draft)).extracting(Result::statements).containsExactly(2, 3, 2);
    }

    @Test
    void hibernateFlushesBeforeNativeSql() throws Exception {
        Result result = cells("h2", draft().one(insert(PARENT, 1), Operation.Sql.of("DELETE FROM child"), COMMIT))
                .get(1);

        assertThat(result.steps().get(1).sent())
                .containsExactly("insert into parent (id) values (?) [1]", "DELETE FROM child");
    }

    @Test
    void rollsBackWhatIsNotCommitted() throws Exception {
        assertThat(cells("h2", draft().one(insert(PARENT, 1), FLUSH)))
                .extracting(Result::rows)
                .containsOnly(List.of());
    }

    @Test
    void acceptsACommitWithoutWork() throws Exception {
        assertThat(cells("h2", draft().one(insert(PARENT, 1), COMMIT, COMMIT)))
                .extracting(Result::outcome)
                .containsOnly("accepted");
    }

    @Test
    void autocommitStoresEachOperation() throws Exception {
        assertThat(cells(
                        "h2", draft().autoCommit().one(insert(PARENT, 1), insert(CHILD, 1, 1), insert(CHILD, 2, 4711))))
                .extracting(Result::rows)
                .containsOnly(List.of("parent (1)", "child (1, 1)"));
    }

    @Test
    void storesNullOnEachPath() throws Exception {
        Table noted = Table.of("noted", "id INTEGER NOT NULL PRIMARY KEY", "number INTEGER", "note VARCHAR(20)");
        Scenario.Draft draft = Scenario.of("test", Group.WRITES, "Is it?")
                .tables(noted)
                .one(insert(noted, 1, null, null), FLUSH, COMMIT);

        assertThat(cells("h2", draft)).extracting(Result::rows).containsOnly(List.of("noted (1, null, null)"));
    }

    @Test
    void hibernateSilentlyLosesTheRestInACommitAfterAFailure() throws Exception {
        assertThat(cells("h2", violation()))
                .extracting(Result::commit)
                .containsExactly(CommitOutcome.STORED, CommitOutcome.SILENTLY_LOST, CommitOutcome.STORED);
    }

    @Test
    void withReferentACommitAfterAFailureThrowsInHibernateAndMyBatis() throws Exception {
        assertThat(cells("sqlite-referent", violation()))
                .extracting(Result::commit)
                .containsExactly(CommitOutcome.STORED, CommitOutcome.THREW, CommitOutcome.THREW);
    }

    @Test
    void plainSqliteStoresAnOrphanOnEachPath() throws Exception {
        assertThat(cells("sqlite", violation())).extracting(Result::outcome).containsOnly("accepted, 1 orphan");
    }

    @Test
    void hibernateDoesNotRunAnEngineWithoutADialect() throws Exception {
        Result result = cells("duckdb", violation()).get(1);

        assertThat(result.verdict()).isEqualTo(Verdict.NOT_RUN);
        assertThat(result.reason()).isEqualTo("Hibernate has no dialect for this engine");
    }

    private static Draft draft() {
        return Scenario.of("test", Group.WRITES, "Is it?").tables(PARENT, CHILD);
    }

    private static Draft violation() {
        return draft().one(insert(CHILD, 1, 4711), FLUSH, COMMIT);
    }

    private List<Result> cells(String name, Draft draft) throws Exception {
        return runner(name).run(draft.gives(""), AccessPaths.all());
    }

    private Runner runner(String name) throws Exception {
        Runner known = runners.get(name);
        if (known != null) {
            return known;
        }
        RunningEngine engine = Engines.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .start(Files.createDirectory(directory.resolve(name)));
        opened.add(engine);
        Runner runner = new Runner(name, engine);
        opened.add(runner);
        runners.put(name, runner);
        return runner;
    }

    @AfterAll
    void end() throws Exception {
        Collections.reverse(opened);
        for (AutoCloseable open : opened) {
            open.close();
        }
    }
}
