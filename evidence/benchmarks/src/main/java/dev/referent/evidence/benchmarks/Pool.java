package dev.referent.evidence.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;

/** HikariCP pools on a file. */
final class Pool {
    private Pool() {}

    static HikariDataSource of(Path file, int connections) {
        return of(Databases.url(file) + "&busy_timeout=10000", connections);
    }

    /** Returns a pool of one connection whose COMMIT waits for the disk. */
    static HikariDataSource synced(Path file) {
        return of("jdbc:sqlite:" + file + "?foreign_keys=on&synchronous=FULL&busy_timeout=10000", 1);
    }

    private static HikariDataSource of(String url, int connections) {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(url);
        configuration.setMaximumPoolSize(connections);
        return new HikariDataSource(configuration);
    }
}
