package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** How often other writers with a busy timeout of 5 ms get SQLITE_BUSY while every fifth write of a program fails. */
final class BusyWriters implements Measurement {
    private static final int OTHERS = 3;
    private static final int PROGRAM = 2;
    private static final int SQLITE_BUSY = 5;
    private static final long PACE = 2_000_000;
    private static final int CHILDREN = 20_000;
    private static final String WRITE = "INSERT INTO child (parent_id) VALUES (1)";
    private static final List<String> FAILING =
            List.of("INSERT INTO child (parent_id) VALUES (-1)", "DELETE FROM parent WHERE id = 1");

    private static final long ROUND = 500_000_000;

    @Override
    public void run(Path folder, Duration time) throws Exception {
        Path bareFile = Databases.create(folder, "bare.sqlite", 10);
        Path referentFile = Databases.create(folder, "referent.sqlite", 10);
        fill(bareFile);
        fill(referentFile);
        ExecutorService threads = Executors.newFixedThreadPool(OTHERS + PROGRAM);
        List<Connection> bare = open(Databases.bare(bareFile));
        List<Connection> referent = open(Databases.referent(referentFile));
        try {
            PairedRounds rounds = PairedRounds.run(
                    2, time, () -> percent(threads, bareFile, bare), () -> percent(threads, referentFile, referent));
            System.out.println(rounds.line("SQLITE_BUSY of other writers, 20 % failures", "%.2f", "%", ""));
        } finally {
            threads.shutdown();
            for (Connection connection : bare) {
                connection.close();
            }
            for (Connection connection : referent) {
                connection.close();
            }
        }
    }

    /** Inserts child rows. Their foreign key has no index, so that a DELETE of the parent is slow. */
    private static void fill(Path file) throws SQLException {
        try (Connection connection = Databases.bare(file).open()) {
            ParentChildDatabase.execute(
                    connection,
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + CHILDREN
                            + ") INSERT INTO child (parent_id) SELECT 1 FROM n");
        }
    }

    private static List<Connection> open(Databases.Source source) throws SQLException {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < PROGRAM; i++) {
            connections.add(source.open());
        }
        return connections;
    }

    /** Writes every two milliseconds. Every fifth write violates a foreign key. SQLITE_BUSY in this program is not counted. */
    private static void writeAndFail(Connection connection, long end) {
        long next = System.nanoTime();
        for (int i = 0; System.nanoTime() < end; i++) {
            next += PACE;
            LockSupport.parkNanos(next - System.nanoTime());
            try {
                ParentChildDatabase.execute(connection, i % 5 == 0 ? FAILING.get(i / 5 % FAILING.size()) : WRITE);
            } catch (SQLException failure) {
                if (failure.getErrorCode() != SQLITE_BUSY && i % 5 != 0) {
                    throw new IllegalStateException(failure);
                }
            }
        }
    }

    private static double percent(ExecutorService threads, Path file, List<Connection> program) throws Exception {
        long end = System.nanoTime() + ROUND;
        List<Future<int[]>> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            others.add(threads.submit(() -> write(file, end)));
        }
        List<Future<?>> writers = new ArrayList<>();
        for (Connection connection : program) {
            writers.add(threads.submit(() -> writeAndFail(connection, end)));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        int written = 0;
        int busy = 0;
        for (Future<int[]> other : others) {
            written += other.get()[0];
            busy += other.get()[1];
        }
        return 100.0 * busy / Math.max(1, written + busy);
    }

    private static int[] write(Path file, long end) throws SQLException {
        int written = 0;
        int busy = 0;
        try (Connection connection = DriverManager.getConnection(Databases.url(file) + "&busy_timeout=5")) {
            while (System.nanoTime() < end) {
                try {
                    ParentChildDatabase.execute(connection, WRITE);
                    written++;
                } catch (SQLException failure) {
                    if (failure.getErrorCode() != SQLITE_BUSY) {
                        throw failure;
                    }
                    busy++;
                }
            }
        }
        return new int[] {written, busy};
    }
}
