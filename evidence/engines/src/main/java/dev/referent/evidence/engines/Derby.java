package dev.referent.evidence.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Apache Derby within this process. One database is made and the others are copies of its files, as Derby takes long to
 * make one. Its log is one file for the whole process, so no two of these run at once.
 */
final class Derby implements Engine {
    /** The SQLStates by which Derby says that it has ended a database, and that it has ended itself. */
    private static final String DATABASE_ENDED = "08006";

    private static final String ENGINE_ENDED = "XJ015";

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
            end(url(empty) + ";shutdown=true", DATABASE_ENDED);
        } catch (SQLException e) {
            throw new EngineUnavailableException("Derby did not make a database", e);
        }
        return new RunningDerby(directory, empty);
    }

    private static String url(Path database) {
        return "jdbc:derby:" + database;
    }

    private static void end(String url, String answer) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            throw new SQLException(connection + " was opened by what should end it");
        } catch (SQLException e) {
            if (!answer.equals(e.getSQLState())) {
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
        public String version() throws SQLException {
            try (Connection connection = fresh().source().getConnection()) {
                return Versions.of(connection);
            }
        }

        @Override
        public Database fresh() throws SQLException {
            try {
                if (databases > 0) {
                    end(url(last()) + ";shutdown=true", DATABASE_ENDED);
                    Directories.delete(last());
                }
                databases++;
                Directories.copy(empty, last());
            } catch (IOException e) {
                throw new SQLException("the empty database was not copied: " + e.getMessage(), e);
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
                end("jdbc:derby:;shutdown=true;deregister=false", ENGINE_ENDED);
            } catch (SQLException e) {
                throw new IllegalStateException("Derby did not end: " + e.getMessage(), e);
            }
        }
    }
}
