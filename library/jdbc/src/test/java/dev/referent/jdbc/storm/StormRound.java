package dev.referent.jdbc.storm;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Some threads on one database for some time. */
final class StormRound {
    private static final int CLIENTS = 4;
    private static final long LONGEST_CALL = 60;

    private final Settings settings;
    private final SplittableRandom random;
    private final StormConnections connections;
    private final long end;
    private final Ledger ledger = new Ledger();

    private StormRound(Settings settings, SplittableRandom random, StormConnections connections, Duration duration) {
        this.settings = settings;
        this.random = random;
        this.connections = connections;
        this.end = System.nanoTime() + duration.toNanos();
    }

    /**
     * Runs one round and returns what was noted.
     *
     * @param folder an empty one
     */
    static Ledger run(Settings settings, long seed, Target target, Path folder, Duration duration)
            throws SQLException, InterruptedException {
        try (StormConnections connections = new StormConnections(settings, target, folder)) {
            StormRound round = new StormRound(settings, new SplittableRandom(seed), connections, duration);
            round.run();
            connections.check(round.ledger);
            return round.ledger;
        }
    }

    private void run() throws SQLException, InterruptedException {
        List<StormClient> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            StormClient client = new StormClient(settings, ledger, random.split(), connections, i == 0, end);
            clients.add(client);
            threads.add(new Thread(client, "client " + i));
        }
        if (settings.cancels()) {
            threads.add(new Thread(() -> cancel(clients), "cancels"));
        }
        if (settings.schemaChanges() && settings.storage() != Settings.Storage.MEMORY) {
            threads.add(new Thread(this::changeTheSchema, "schema changes"));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(LONGEST_CALL));
            if (thread.isAlive()) {
                ledger.fault("a thread hangs", thread.getName() + " " + List.of(thread.getStackTrace()));
            }
        }
    }

    private void cancel(List<StormClient> clients) {
        int next = 0;
        while (System.nanoTime() < end) {
            clients.get(next++ % CLIENTS).cancel();
            LockSupport.parkNanos(100_000 + next % 7 * 50_000);
        }
    }

    /** Does what another program does: it creates and drops tables. */
    private void changeTheSchema() {
        try (Connection other = connections.other()) {
            for (int i = 0; System.nanoTime() < end; i++) {
                try {
                    String sql = i % 2 == 0 ? "CREATE TABLE IF NOT EXISTS other(id)" : "DROP TABLE IF EXISTS other";
                    StormDatabase.execute(other, sql);
                    ledger.count("schema changes by another");
                } catch (SQLException e) {
                    if (!Failures.isBusy(e)) {
                        throw e;
                    }
                    ledger.count("busy, schema changes");
                }
                LockSupport.parkNanos(200_000);
            }
        } catch (SQLException e) {
            ledger.fault("another program failed", e.toString());
        }
    }
}
