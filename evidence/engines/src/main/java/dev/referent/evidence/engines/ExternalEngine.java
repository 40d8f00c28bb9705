package dev.referent.evidence.engines;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * An engine that is already running, with an empty database that only the comparison uses. A database with tables or views is
 * rejected. During the comparison all tables in it are dropped, so nobody else may use it at the same time.
 *
 * @param name the short name
 * @param url the JDBC URL of the empty database
 */
public record ExternalEngine(String name, String url) implements Engine {
    /**
     * Parses a name and a URL.
     *
     * @param option {@code NAME=jdbc:…}
     * @throws IllegalArgumentException if the option has another format
     */
    public static ExternalEngine of(String option) {
        int separator = option.indexOf('=');
        if (separator < 1 || !option.startsWith("jdbc:", separator + 1)) {
            throw new IllegalArgumentException("an engine must be NAME=jdbc:… or a known name");
        }
        return new ExternalEngine(option.substring(0, separator), option.substring(separator + 1));
    }

    @Override
    public RunningEngine start(Path directory) throws EngineUnavailableException {
        Drivers.require(url);
        try (Connection connection = DriverManager.getConnection(url)) {
            SchemaTables tables = SchemaTables.of(connection);
            if (!tables.isEmpty()) {
                throw new EngineUnavailableException("the database for " + name + " is not empty: it contains "
                        + tables.first() + "; use one without tables, because the comparison drops all tables");
            }
        } catch (SQLException e) {
            throw new EngineUnavailableException("the database for " + name + " cannot be used", e);
        }
        return new RunningExternalEngine();
    }

    private final class RunningExternalEngine implements RunningEngine {
        @Override
        public String version() throws SQLException {
            try (Connection connection = DriverManager.getConnection(url)) {
                return Versions.of(connection);
            }
        }

        @Override
        public Database fresh() throws SQLException {
            drop();
            return Database.of(url);
        }

        @Override
        public void close() {
            try {
                drop();
            } catch (SQLException e) {
                throw new IllegalStateException(
                        "tables of the comparison are left in the database for " + name + ": " + e.getMessage(), e);
            }
        }

        private void drop() throws SQLException {
            try (Connection connection = DriverManager.getConnection(url)) {
                SchemaTables.of(connection).drop();
            }
        }
    }
}
