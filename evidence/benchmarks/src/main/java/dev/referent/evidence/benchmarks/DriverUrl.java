package dev.referent.evidence.benchmarks;

import dev.referent.jdbc.EnforcedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteDataSource;

/** Compares connections by Referent's driver URL (as "Referent") with those of a wrapped DataSource (as "bare"). */
final class DriverUrl implements Measurement {
    private static final int OPENED = 20;
    private static final int ROWS = 5_000;

    @Override
    public void run(Path folder, Duration time) throws Exception {
        Path wrapped = Databases.create(folder, "wrapped.sqlite", 0);
        Path byUrl = Databases.create(folder, "by-url.sqlite", 0);
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(Databases.url(wrapped));
        EnforcedDataSource enforced = EnforcedDataSource.wrap(source);
        String url = Databases.url(byUrl).replaceFirst("^jdbc:", "jdbc:referent:");

        PairedRounds opening = PairedRounds.run(
                20,
                time,
                () -> opening(enforced::getConnection),
                () -> opening(() -> DriverManager.getConnection(url)));
        System.out.println(opening.line("a connection by URL, beside wrap", "%.1f", "µs", ""));
        try (Connection ofSource = enforced.getConnection();
                Connection ofDriver = DriverManager.getConnection(url)) {
            PairedRounds inserts = PairedRounds.run(20, time, () -> inserts(ofSource), () -> inserts(ofDriver));
            System.out.println(inserts.line(ROWS + " inserts by URL, beside wrap", "%.2f", "ms", ""));
        }
    }

    private static double opening(Databases.Source source) throws SQLException {
        long start = System.nanoTime();
        for (int i = 0; i < OPENED; i++) {
            source.open().close();
        }
        return (System.nanoTime() - start) / 1e3 / OPENED;
    }

    private static double inserts(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        long start = System.nanoTime();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO child (parent_id) VALUES (1)")) {
            for (int i = 0; i < ROWS; i++) {
                insert.executeUpdate();
            }
        }
        connection.commit();
        double milliseconds = (System.nanoTime() - start) / 1e6;
        ParentChildDatabase.execute(connection, "DELETE FROM child");
        connection.commit();
        return milliseconds;
    }
}
