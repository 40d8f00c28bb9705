package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The heap that a connection retains after 400 different SQL strings of 900 KB. */
final class SqlStringMemory implements Measurement {
    private static final int STRINGS = 400;
    private static final int LENGTH = 900_000;
    private static final int COLLECTIONS = 3;

    @Override
    public void run(Path folder, Duration time) throws Exception {
        Path file = Databases.create(folder, "memory.sqlite", 10);
        PairedRounds rounds = PairedRounds.run(
                0, time, () -> megabytes(Databases.bare(file)), () -> megabytes(Databases.referent(file)));
        System.out.println(rounds.line("memory after 400 SQL strings of 900 KB", "%.1f", "MB", ""));
    }

    private static double megabytes(Databases.Source source) throws SQLException, InterruptedException {
        try (Connection connection = source.open()) {
            connection.setAutoCommit(false);
            long before = used();
            String padding = "x".repeat(LENGTH);
            for (int i = 0; i < STRINGS; i++) {
                ParentChildDatabase.execute(
                        connection, "INSERT INTO child (parent_id) SELECT 1 WHERE '" + i + padding + "' <> ''");
            }
            double kept = (used() - before) / 1e6;
            connection.rollback();
            return kept;
        }
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(20);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
