package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;

/**
 * The first failing INSERT on a connection, in schemas of several sizes, with one data source and with a new one each time, and the
 * later ones on one connection.
 */
final class FirstFailure implements Measurement {
    private static final String FAILING = "INSERT INTO child (parent_id) VALUES (-1)";

    @Override
    public void run(Path folder, Duration time) throws Exception {
        for (int tables : List.of(2, 50, 600, 1_000)) {
            Path file = Databases.create(folder, tables + ".sqlite", tables - 2);
            Databases.Source bare = Databases.bare(file);
            Databases.Source kept = Databases.referent(file);
            measure("first failure of a checkout, " + tables + " tables", time, bare, kept);
            measure("first failure of a data source, " + tables + " tables", time, bare, () -> Databases.referent(file)
                    .open());
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

    private static void measure(String what, Duration time, Databases.Source bare, Databases.Source referent)
            throws Exception {
        Databases.ExplanationCount explanations = new Databases.ExplanationCount();
        PairedRounds rounds =
                PairedRounds.run(3, time, () -> first(bare, explanations), () -> first(referent, explanations));
        System.out.println(rounds.line(what, "%.2f", "ms", explanations.text()));
    }

    private static double first(Databases.Source source, Databases.ExplanationCount explanations) throws Exception {
        try (Connection connection = source.open()) {
            // SQLite reads the schema with the first statement of a connection
            ParentChildDatabase.execute(connection, "UPDATE parent SET id = 1 WHERE id = 1");
            return Databases.failing(connection, FAILING, explanations);
        }
    }
}
