package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;

/**
 * The first failing INSERT on a connection, in schemas of several sizes, with one data source and with a new one each time.
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
