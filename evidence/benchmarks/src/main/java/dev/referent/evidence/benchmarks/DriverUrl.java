package dev.referent.evidence.benchmarks;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.spring.ReferentAutoConfiguration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.sqlite.SQLiteDataSource;

/**
 * Compares connections by Referent's driver URL, and those of a bean that the Spring Boot starter has wrapped (as "Referent"), with those
 * of a wrapped DataSource (as "bare").
 */
final class DriverUrl implements Measurement {
    private static final int OPENED = 20;
    private static final int ROWS = 5_000;

    @Override
    public void run(Path folder, Duration time) throws Exception {
        EnforcedDataSource wrapped = EnforcedDataSource.wrap(source(folder, "wrapped.sqlite"));
        String url = Databases.url(Databases.create(folder, "by-url.sqlite", 0));
        String referentUrl = url.replaceFirst("^jdbc:", "jdbc:referent:");
        SQLiteDataSource ofBean = source(folder, "bean.sqlite");
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean("dataSource", DataSource.class, () -> ofBean);
            context.register(ReferentAutoConfiguration.class);
            context.refresh();
            DataSource bean = context.getBean(DataSource.class);
            compare("by URL", time, wrapped::getConnection, () -> DriverManager.getConnection(referentUrl));
            compare("by the starter", time, wrapped::getConnection, bean::getConnection);
        }
    }

    private static SQLiteDataSource source(Path folder, String name) throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(Databases.url(Databases.create(folder, name, 0)));
        return source;
    }

    private static void compare(String how, Duration time, Databases.Source wrapped, Databases.Source other)
            throws Exception {
        PairedRounds opening = PairedRounds.run(20, time, () -> opening(wrapped), () -> opening(other));
        System.out.println(opening.line("a connection " + how + ", beside wrap", "%.1f", "µs", ""));
        try (Connection ofWrapped = wrapped.open();
                Connection ofOther = other.open()) {
            PairedRounds inserts = PairedRounds.run(20, time, () -> inserts(ofWrapped), () -> inserts(ofOther));
            System.out.println(inserts.line(ROWS + " inserts " + how + ", beside wrap", "%.2f", "ms", ""));
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
