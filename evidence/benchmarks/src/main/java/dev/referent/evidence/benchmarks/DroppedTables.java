package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Drops 100 tables in a database with 600 other tables. */
final class DroppedTables implements Measurement {
    private static final int DROPPED = 100;

    @Override
    public void run(Path folder, Duration time) throws Exception {
        Path bareFile = Databases.create(folder, "bare.sqlite", 600);
        Path referentFile = Databases.create(folder, "referent.sqlite", 600);
        try (Connection bare = Databases.bare(bareFile).open();
                Connection referent = Databases.referent(referentFile).open()) {
            PairedRounds rounds = PairedRounds.run(0, time, () -> drop(bare), () -> drop(referent));
            System.out.println(rounds.line("DROP TABLE x 100 beside 600 tables", "%.0f", "ms", ""));
        }
    }

    private static double drop(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        for (int i = 0; i < DROPPED; i++) {
            ParentChildDatabase.execute(connection, "CREATE TABLE dropped" + i + " (id INTEGER PRIMARY KEY)");
        }
        connection.commit();
        connection.setAutoCommit(true);
        long start = System.nanoTime();
        for (int i = 0; i < DROPPED; i++) {
            ParentChildDatabase.execute(connection, "DROP TABLE dropped" + i);
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
