package dev.referent.evidence.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.EnforcedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** Eight threads that check out a connection, prepare an INSERT and execute it in autocommit. */
final class ThreadedInserts implements Measurement {
    private static final int THREADS = 8;
    private static final int INSERTS = 100;

    @Override
    public void run(Path folder, Duration time) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        Path bareFile = Databases.create(folder, "bare.sqlite", 10);
        Path referentFile = Databases.create(folder, "referent.sqlite", 10);
        try (HikariDataSource bare = Pool.of(bareFile, THREADS);
                HikariDataSource pool = Pool.of(referentFile, THREADS)) {
            DataSource referent = EnforcedDataSource.wrap(pool);
            for (int percent : List.of(0, 5)) {
                PairedRounds rounds = PairedRounds.run(
                        5, time, () -> perSecond(threads, bare, percent), () -> perSecond(threads, referent, percent));
                System.out.println(rounds.line(
                        "checkout, prepare, INSERT on 8 threads, " + percent + " % failures", "%.0f", "/s", ""));
            }
        } finally {
            threads.shutdown();
        }
    }

    private static double perSecond(ExecutorService threads, DataSource source, int percent) throws Exception {
        long start = System.nanoTime();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(() -> insert(source, percent));
        }
        int failures = 0;
        for (Future<Integer> task : threads.invokeAll(tasks)) {
            failures += task.get();
        }
        if (failures != THREADS * INSERTS * percent / 100) {
            throw new SQLException(failures + " failures");
        }
        return THREADS * INSERTS * 1e9 / (System.nanoTime() - start);
    }

    private static int insert(DataSource source, int percent) throws SQLException {
        int failures = 0;
        for (int i = 0; i < INSERTS; i++) {
            try (Connection connection = source.getConnection();
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO child (parent_id) VALUES (?)")) {
                boolean fails = i % 100 < percent;
                insert.setLong(1, fails ? -1 : 1);
                if (fails) {
                    failures += fails(insert);
                } else {
                    insert.executeUpdate();
                }
            }
        }
        return failures;
    }

    private static int fails(PreparedStatement insert) {
        try {
            insert.executeUpdate();
            return 0;
        } catch (SQLException failure) {
            return 1;
        }
    }
}
