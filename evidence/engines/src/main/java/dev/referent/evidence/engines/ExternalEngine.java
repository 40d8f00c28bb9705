package dev.referent.evidence.engines;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * An engine that runs already, and an empty database of it that somebody gives for the comparison alone. It is refused if it
 * holds a table or a view. What tables it holds afterwards are those of the scenarios, and they are dropped: do not let
 * anybody else use it meanwhile.
 *
 * @param name its short name
 * @param url the JDBC URL of the empty database
 */
public record ExternalEngine(String name, String url) implements Engine {
    /**
     * Reads a name and a URL.
     *
     * @param option both, as {@code NAME=jdbc:…}
     * @throws IllegalArgumentException if it is not of that form
     */
    public static ExternalEngine of(String option) {
        int separator = option.indexOf('=');
        if (separator < 1 || !option.startsWith("jdbc:", separator + 1)) {
            throw new IllegalArgumentException("an engine is given as NAME=jdbc:…, or by a name that is known");
        }
        return new ExternalEngine(option.substring(0, separator), option.substring(separator + 1));
    }

    @Override
    public RunningEngine start(Path directory) throws EngineUnavailableException {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            // its message would repeat the URL, and with it a password
            throw new EngineUnavailableException("no driver for the URL of " + name + " is on the class path");
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            SchemaTables tables = SchemaTables.of(connection);
            if (!tables.isEmpty()) {
                throw new EngineUnavailableException(
                        "the database given for " + name + " is not empty: it holds " + tables.first()
                                + "; give one without tables, as the comparison drops what it finds afterwards");
            }
        } catch (SQLException e) {
            throw new EngineUnavailableException("the database given for " + name + " cannot be used", e);
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
                        "tables of the comparison are left in the database given for " + name + ": " + e.getMessage(),
                        e);
            }
        }

        private void drop() throws SQLException {
            try (Connection connection = DriverManager.getConnection(url)) {
                SchemaTables.of(connection).drop();
            }
        }
    }
}
