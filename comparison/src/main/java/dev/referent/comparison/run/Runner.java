package dev.referent.comparison.run;

import dev.referent.comparison.engine.Database;
import dev.referent.comparison.engine.Family;
import dev.referent.comparison.engine.RunningEngine;
import dev.referent.comparison.path.AccessPath;
import dev.referent.comparison.path.OpenPath;
import dev.referent.comparison.scenario.Scenario;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Runs scenarios on one running engine, each in an empty database. Not thread-safe. */
public final class Runner {
    private final String name;
    private final RunningEngine engine;
    private final Family family;

    /**
     * A runner for an engine.
     *
     * @param name the engine's name in the report
     * @throws SQLException if it does not answer
     */
    public Runner(String name, RunningEngine engine) throws SQLException {
        this.name = name;
        this.engine = engine;
        try (Connection connection = engine.fresh().source().getConnection()) {
            this.family = Family.of(connection.getMetaData().getDatabaseProductName());
        }
    }

    /**
     * Runs one scenario.
     *
     * @throws SQLException if the engine gives no empty database, or does not tell what is stored
     * @throws InterruptedException if this thread is interrupted; the sessions are ended
     */
    public Cell run(Scenario scenario, AccessPath path) throws SQLException, InterruptedException {
        Optional<String> missing = Words.missing(scenario, family);
        if (missing.isPresent()) {
            return without(scenario, path, Verdict.NOT_AVAILABLE, missing.get());
        }
        Database database = engine.fresh();
        Stage stage = new Stage(database, scenario, family);
        try {
            stage.set();
        } catch (SQLException e) {
            return without(scenario, path, Verdict.SCHEMA_REFUSED, String.valueOf(e.getMessage()));
        }
        Traffic traffic = new Traffic();
        try (Pool pool = new Pool(scenario.pooled());
                OpenPath open = path.open(database, database.source(pool.under(traffic)), family)) {
            Play play = new Play(scenario, family, open, traffic);
            play.perform();
            return cell(scenario, path, play, traffic, stage);
        }
    }

    private Cell cell(Scenario scenario, AccessPath path, Play play, Traffic traffic, Stage stage)
            throws SQLException, InterruptedException {
        List<StepResult> steps = play.results();
        return new Cell(
                scenario.name(),
                name,
                path.name(),
                verdict(play, steps),
                play.moment(),
                "",
                steps,
                play.transaction(),
                play.commit(stage.witnessed()),
                stage.rows(),
                stage.orphans(),
                traffic.statements(),
                traffic.roundTrips(),
                play.nanos());
    }

    private static Verdict verdict(Play play, List<StepResult> steps) {
        if (play.isStuck()) {
            return Verdict.STUCK;
        }
        return steps.stream()
                .flatMap(step -> Optional.ofNullable(step.failure()).stream())
                .findFirst()
                .map(failure -> failure.integrity() ? Verdict.REJECTED : Verdict.FAILED)
                .orElse(Verdict.ACCEPTED);
    }

    private Cell without(Scenario scenario, AccessPath path, Verdict verdict, String reason) {
        return Cell.without(scenario.name(), name, path.name(), verdict, reason);
    }
}
