package dev.referent.evidence.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.GroupCommitDataSource;
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

/**
 * Transactions of one INSERT by one writer with {@code synchronous=FULL}, on one thread and on sixteen: with a COMMIT each (as
 * "bare"), and with group commits.
 */
final class GroupedCommits implements Measurement {
    private static final long ROUND = 500_000_000;

    @Override
    public void run(Path folder, Duration time) throws Exception {
        for (int threads : List.of(1, 16)) {
            ExecutorService executor = Executors.newFixedThreadPool(threads);
            try (HikariDataSource single = Pool.synced(Databases.create(folder, "single" + threads + ".sqlite", 10));
                    HikariDataSource grouped =
                            Pool.synced(Databases.create(folder, "grouped" + threads + ".sqlite", 10))) {
                DataSource each = EnforcedDataSource.wrap(single);
                DataSource groups = GroupCommitDataSource.over(EnforcedDataSource.wrap(grouped));
                PairedRounds rounds = PairedRounds.run(
                        2, time, () -> perSecond(executor, threads, each), () -> perSecond(executor, threads, groups));
                System.out.println(rounds.line(
                        "INSERT and COMMIT on " + threads + (threads == 1 ? " thread" : " threads") + ", one writer",
                        "%.0f",
                        "/s",
                        "grouped"));
            } finally {
                executor.shutdown();
            }
        }
    }

    private static double perSecond(ExecutorService executor, int threads, DataSource source) throws Exception {
        long start = System.nanoTime();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            tasks.add(() -> insert(source, start + ROUND));
        }
        int inserted = 0;
        for (Future<Integer> task : executor.invokeAll(tasks)) {
            inserted += task.get();
        }
        return inserted * 1e9 / (System.nanoTime() - start);
    }

    private static int insert(DataSource source, long end) throws SQLException {
        int inserted = 0;
        while (System.nanoTime() < end) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO child (parent_id) VALUES (1)")) {
                    insert.executeUpdate();
                }
                connection.commit();
            }
            inserted++;
        }
        return inserted;
    }
}
