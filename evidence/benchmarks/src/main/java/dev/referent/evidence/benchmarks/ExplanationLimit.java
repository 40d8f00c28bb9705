package dev.referent.evidence.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A DELETE of 1,000,000 parents that RESTRICT stops at the first one: checks the limit of 250 ms and the growth of the WAL.
 */
final class ExplanationLimit implements Measurement {
    private static final String DELETE = "DELETE FROM p";
    private double maxGrowth;

    @Override
    public void run(Path folder, Duration time) throws Exception {
        Path bareFile = create(folder, "bare.sqlite");
        Path referentFile = create(folder, "referent.sqlite");
        Databases.ExplanationCount explanations = new Databases.ExplanationCount();
        try (Connection bare = Databases.bare(bareFile).open();
                Connection referent = Databases.referent(referentFile).open()) {
            bare.setAutoCommit(false);
            referent.setAutoCommit(false);
            PairedRounds rounds = PairedRounds.run(
                    0,
                    time,
                    () -> delete(bare, bareFile, explanations),
                    () -> delete(referent, referentFile, explanations));
            String note = "%s; the WAL grew by %.1f MB at most".formatted(explanations.text(), maxGrowth);
            System.out.println(rounds.line("RESTRICT stops a DELETE of 1,000,000 parents", "%.1f", "ms", note));
        }
    }

    private static Path create(Path folder, String name) throws SQLException {
        Path file = Databases.create(folder, name, 0);
        try (Connection connection = Databases.bare(file).open()) {
            connection.setAutoCommit(false);
            ParentChildDatabase.execute(connection, "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT)");
            ParentChildDatabase.execute(
                    connection, "CREATE TABLE r (p_id INTEGER REFERENCES p (id) ON DELETE RESTRICT)");
            ParentChildDatabase.execute(
                    connection,
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
                            + " INSERT INTO p SELECT i, 'parent ' || hex(zeroblob(50)) FROM n");
            ParentChildDatabase.execute(connection, "INSERT INTO r VALUES (1)");
            connection.commit();
            connection.setAutoCommit(true);
            ParentChildDatabase.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        return file;
    }

    private double delete(Connection connection, Path file, Databases.ExplanationCount explanations)
            throws SQLException, IOException {
        Path wal = file.resolveSibling(file.getFileName() + "-wal");
        long before = Files.size(wal);
        double milliseconds = Databases.failing(connection, DELETE, explanations);
        maxGrowth = Math.max(maxGrowth, (Files.size(wal) - before) / 1e6);
        connection.rollback();
        return milliseconds;
    }
}
