package dev.referent.evidence.comparison.story;

import dev.referent.evidence.comparison.path.AccessPath;
import dev.referent.evidence.comparison.path.AccessPaths;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.Runner;
import dev.referent.evidence.comparison.scenario.Scenario;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Runs stories on SQLite as the driver opens it, on SQLite with {@code foreign_keys=ON}, and with Referent, by every access
 * path, each time in an empty database. What is slow to set up is kept until it is closed. Thread-safe: one run at a time,
 * others wait.
 */
public final class Playground implements AutoCloseable {
    private final ReentrantLock running = new ReentrantLock();
    private final List<Side> sides = new ArrayList<>();
    private final Preparation preparation;
    private boolean closed;

    /** Creates a playground without databases; the first run makes them. */
    public Playground() {
        this(TemporarySqlite::new);
    }

    Playground(Preparation preparation) {
        this.preparation = preparation;
    }

    /** Prepares the databases of one way to open SQLite; the arguments are those of {@link TemporarySqlite}. */
    @FunctionalInterface
    interface Preparation {
        TemporarySqlite prepare(String parameters, boolean referent) throws IOException;
    }

    /** A way to open SQLite. */
    private record Side(TemporarySqlite engine, Runner runner) {
        static Side of(String name, TemporarySqlite engine) throws SQLException {
            try {
                return new Side(engine, new Runner(name, engine));
            } catch (SQLException e) {
                engine.close();
                throw e;
            }
        }

        void close() {
            try (engine) {
                runner.close();
            }
        }
    }

    /** Returns the names of the ways to open SQLite, in the order of the results. */
    public static List<String> names() {
        return List.of("sqlite", "sqlite-on", "sqlite-referent");
    }

    /**
     * Runs a scenario of a story, and passes on each result: all ways to open SQLite, by one access path after the other.
     *
     * @throws IOException if no database can be made
     * @throws SQLException if SQLite does not answer
     * @throws InterruptedException if this thread is interrupted
     */
    public void run(Scenario scenario, Consumer<Result> results)
            throws IOException, SQLException, InterruptedException {
        running.lockInterruptibly();
        try {
            open();
            for (AccessPath path : AccessPaths.all()) {
                for (Side side : sides) {
                    Result result = side.runner.run(scenario, path);
                    side.engine.deleteLast();
                    results.accept(result);
                }
            }
        } finally {
            running.unlock();
        }
    }

    private void open() throws IOException, SQLException {
        if (closed) {
            throw new IllegalStateException("the playground is closed");
        }
        if (sides.isEmpty()) {
            boolean whole = false;
            try {
                sides.add(Side.of(names().get(0), preparation.prepare("", false)));
                sides.add(Side.of(names().get(1), preparation.prepare("?foreign_keys=on", false)));
                sides.add(Side.of(names().get(2), preparation.prepare("", true)));
                whole = true;
            } finally {
                if (!whole) {
                    closeSides();
                }
            }
        }
    }

    private void closeSides() {
        sides.forEach(Side::close);
        sides.clear();
    }

    /** Waits for the run in progress, and deletes the databases. */
    @Override
    public void close() {
        running.lock();
        try {
            closed = true;
            closeSides();
        } finally {
            running.unlock();
        }
    }
}
