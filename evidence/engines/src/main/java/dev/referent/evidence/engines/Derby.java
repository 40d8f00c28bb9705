package dev.referent.evidence.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Apache Derby in this process. Creating a database is slow in Derby, so one is created and the others are copies of its
 * files. Derby has a single log file per process, so only one instance may run at a time.
 */
final class Derby implements Engine {
    /** The SQLStates with which Derby reports the shutdown of a database and of the engine. */
    private static final String DATABASE_SHUT_DOWN = "08006";

    private static final String ENGINE_SHUT_DOWN = "XJ015";

    @Override
    public String name() {
        return "derby";
    }

    @Override
    public RunningEngine start(Path directory) throws EngineUnavailableException {
        System.setProperty(
                "derby.stream.error.file", directory.resolve("derby.log").toString());
        Path empty = directory.resolve("empty");
        try {
            DriverManager.getConnection(url(empty) + ";create=true").close();
            shutDown(url(empty) + ";shutdown=true", DATABASE_SHUT_DOWN);
        } catch (SQLException e) {
            // after a shutdown the driver's acceptsURL() returns false, although it still connects
            throw Drivers.isMissing(e)
                    ? Drivers.without(url(empty))
                    : new EngineUnavailableException("Derby could not create a database", e);
        }
        return new RunningDerby(directory, empty);
    }

    private static String url(Path database) {
        return "jdbc:derby:" + database;
    }

    private static void shutDown(String url, String expectedState) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            throw new SQLException(connection + " was opened by a URL that should shut the database down");
        } catch (SQLException e) {
            if (!expectedState.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static final class RunningDerby implements RunningEngine {
        private final Path directory;
        private final Path empty;
        private int databases;

        RunningDerby(Path directory, Path empty) {
            this.directory = directory;
            this.empty = empty;
        }

        @Override
        public Database fresh() throws SQLException {
            try {
                if (databases > 0) {
                    shutDown(url(last()) + ";shutdown=true", DATABASE_SHUT_DOWN);
                    Directories.delete(last());
                }
                databases++;
                Directories.copy(empty, last());
            } catch (IOException e) {
                throw new SQLException("the empty database could not be copied: " + e.getMessage(), e);
            }
            DriverManager.getConnection(url(last())).close();
            return Database.of(url(last()));
        }

        private Path last() {
            return directory.resolve("database" + databases);
        }

        @Override
        public void close() {
            try {
                shutDown("jdbc:derby:;shutdown=true;deregister=false", ENGINE_SHUT_DOWN);
            } catch (SQLException e) {
                throw new IllegalStateException("Derby did not shut down: " + e.getMessage(), e);
            }
        }
    }
}
