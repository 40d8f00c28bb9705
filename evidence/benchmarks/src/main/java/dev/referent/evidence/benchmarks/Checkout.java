package dev.referent.evidence.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.EnforcedDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Checks a connection out of a pool and back in. */
final class Checkout implements Measurement {
    private static final int TIMES = 2_000;

    @Override
    public void run(Path folder, Duration time) throws Exception {
        Path file = Databases.create(folder, "pool.sqlite", 0);
        try (HikariDataSource pool = Pool.of(file, 2)) {
            DataSource wrapped = EnforcedDataSource.wrap(pool);
            PairedRounds rounds = PairedRounds.run(20, time, () -> microseconds(pool), () -> microseconds(wrapped));
            System.out.println(rounds.line("checkout of a wrapped Hikari connection", "%.2f", "µs", ""));
        }
    }

    private static double microseconds(DataSource source) throws SQLException {
        long start = System.nanoTime();
        for (int i = 0; i < TIMES; i++) {
            source.getConnection().close();
        }
        return (System.nanoTime() - start) / 1e3 / TIMES;
    }
}
