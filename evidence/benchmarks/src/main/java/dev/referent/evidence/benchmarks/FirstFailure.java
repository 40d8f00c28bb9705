package dev.referent.evidence.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.EnforcedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;

/**
 * The first failing INSERT of a checkout, of a connection and of a data source, in schemas of several sizes, and the later ones on one
 * connection.
 */
final class FirstFailure implements Measurement {
    private static final String FAILING = "INSERT INTO child (parent_id) VALUES (-1)";

    /** How many rounds let Java compile what a server that has run for a minute has compiled. */
    private static final int WARM_UP = 2_000;

    @Override
    public void run(Path folder, Duration time) throws Exception {
        int warmUp = WARM_UP;
        for (int tables : List.of(2, 50, 600, 1_000)) {
            Path file = Databases.create(folder, tables + ".sqlite", tables - 2);
            Databases.Source bare = Databases.bare(file);
            Databases.Source kept = Databases.referent(file);
            try (HikariDataSource pool = Pool.of(file, 1);
                    HikariDataSource wrapped = Pool.of(file, 1)) {
                Databases.Source checkout = EnforcedDataSource.wrap(wrapped)::getConnection;
                measure("checkout of a pool, " + tables + " tables", warmUp, time, pool::getConnection, checkout);
            }
            measure("new connection, " + tables + " tables", warmUp, time, bare, kept);
            measure("data source, " + tables + " tables", 3, time, bare, () -> Databases.referent(file)
                    .open());
            warmUp = 3;
        }
        Path file = Databases.create(folder, "later.sqlite", 0);
        for (String journal : List.of("WAL", "DELETE")) {
            measureLater(file, journal, time);
        }
    }

    private static void measureLater(Path file, String journal, Duration time) throws Exception {
        try (Connection connection = Databases.bare(file).open()) {
            ParentChildDatabase.execute(connection, "PRAGMA journal_mode=" + journal);
        }
        Databases.ExplanationCount explanations = new Databases.ExplanationCount();
        try (Connection bare = Databases.bare(file).open();
                Connection referent = Databases.referent(file).open()) {
            PairedRounds rounds = PairedRounds.run(
                    1_000,
                    time,
                    () -> Databases.failing(bare, FAILING, explanations),
                    () -> Databases.failing(referent, FAILING, explanations));
            System.out.println(
                    rounds.line("later failures, journal_mode=" + journal, "%.3f", "ms", explanations.text()));
        }
    }

    private static void measure(
            String what, int warmUp, Duration time, Databases.Source bare, Databases.Source referent) throws Exception {
        Databases.ExplanationCount explanations = new Databases.ExplanationCount();
        PairedRounds rounds =
                PairedRounds.run(warmUp, time, () -> first(bare, explanations), () -> first(referent, explanations));
        System.out.println(rounds.line("first failure of a " + what, "%.3f", "ms", explanations.text()));
    }

    private static double first(Databases.Source source, Databases.ExplanationCount explanations) throws Exception {
        try (Connection connection = source.open()) {
            // SQLite reads the schema with the first statement of a connection
            ParentChildDatabase.execute(connection, "SELECT id FROM parent");
            return Databases.failing(connection, FAILING, explanations);
        }
    }
}
