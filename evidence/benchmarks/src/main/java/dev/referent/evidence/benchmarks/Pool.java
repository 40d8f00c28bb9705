package dev.referent.evidence.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;

/** HikariCP pools on a file. */
final class Pool {
    private Pool() {}

    static HikariDataSource of(Path file, int connections) {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(Databases.url(file) + "&busy_timeout=10000");
        configuration.setMaximumPoolSize(connections);
        return new HikariDataSource(configuration);
    }
}
