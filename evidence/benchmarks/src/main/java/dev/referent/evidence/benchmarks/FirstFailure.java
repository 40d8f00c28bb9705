package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;

/** The first failing INSERT of a connection, in schemas of several sizes: of one data source, and of a new one each time. */
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
        Databases.Notes notes = new Databases.Notes();
        Turns turns = Turns.take(3, time, () -> first(bare, notes), () -> first(referent, notes));
        System.out.println(turns.line(what, "%.2f", "ms", notes.text()));
    }

    private static double first(Databases.Source source, Databases.Notes notes) throws Exception {
        try (Connection connection = source.open()) {
            // the driver itself reads the schema with a connection's first statement
            RefusingDatabase.execute(connection, "UPDATE parent SET id = 1 WHERE id = 1");
            return Databases.failing(connection, FAILING, notes);
        }
    }
}
