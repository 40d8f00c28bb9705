package dev.referent.comparison.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * An engine that runs within this process, each database in a file or a directory of its own.
 *
 * @param name its short name
 * @param database makes the database at a path where nothing is yet
 */
record EmbeddedEngine(String name, Function<Path, Database> database) implements Engine {
    static EmbeddedEngine sqlite() {
        return new EmbeddedEngine("sqlite", file -> Database.of("jdbc:sqlite:" + file));
    }

    static EmbeddedEngine sqliteWithReferent() {
        return new EmbeddedEngine("sqlite-referent", file -> new Database("jdbc:sqlite:" + file, true));
    }

    static EmbeddedEngine h2() {
        return new EmbeddedEngine("h2", file -> Database.of("jdbc:h2:" + file));
    }

    @Override
    public RunningEngine start(Path directory) {
        return new Running(directory);
    }

    private final class Running implements RunningEngine {
        private final Path directory;
        private int databases;

        Running(Path directory) {
            this.directory = directory;
        }

        @Override
        public String version() throws SQLException {
            try (Connection connection = fresh().source().getConnection()) {
                return Versions.of(connection);
            }
        }

        @Override
        public Database fresh() {
            databases++;
            return database.apply(directory.resolve("database" + databases));
        }

        @Override
        public void close() {
            // ends with its last connection
        }
    }
}
