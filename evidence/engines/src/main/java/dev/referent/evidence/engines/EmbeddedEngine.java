package dev.referent.evidence.engines;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An engine that runs in this process, with a separate file for each database.
 *
 * @param name the short name
 * @param database returns the database at a path that does not exist yet
 * @param shutdown the statement that shuts down a database with open sessions; empty if closing the last session does
 */
record EmbeddedEngine(String name, Function<Path, Database> database, Optional<String> shutdown) implements Engine {
    static EmbeddedEngine sqlite() {
        return new EmbeddedEngine("sqlite", file -> Database.of("jdbc:sqlite:" + file), Optional.empty());
    }

    static EmbeddedEngine sqliteWithReferent() {
        return new EmbeddedEngine(
                "sqlite-referent", file -> new Database("jdbc:sqlite:" + file, true), Optional.empty());
    }

    static EmbeddedEngine h2() {
        return new EmbeddedEngine("h2", file -> Database.of("jdbc:h2:" + file), Optional.of("SHUTDOWN IMMEDIATELY"));
    }

    /**
     * HSQLDB with its default transaction model, LOCKS, and without its lock file, which would delay each shutdown by 100 ms.
     */
    static EmbeddedEngine hsqldb() {
        return new EmbeddedEngine(
                "hsqldb",
                file -> Database.of("jdbc:hsqldb:file:" + file + ";hsqldb.lock_file=false"),
                Optional.of("SHUTDOWN IMMEDIATELY"));
    }

    static EmbeddedEngine duckDb() {
        return new EmbeddedEngine("duckdb", file -> Database.of("jdbc:duckdb:" + file), Optional.empty());
    }

    @Override
    public RunningEngine start(Path directory) throws EngineUnavailableException {
        Drivers.require(database.apply(directory.resolve("any")).url());
        // without this, HSQLDB removes the handlers of the root logger of java.util.logging on first use
        System.setProperty("hsqldb.reconfig_logging", "false");
        return new RunningEmbeddedEngine(directory);
    }

    private final class RunningEmbeddedEngine implements RunningEngine {
        private final Path directory;
        private int databases;
        /** Keeps the last database open; otherwise most of these engines would close and reopen it for each session. */
        private @Nullable Connection held;

        RunningEmbeddedEngine(Path directory) {
            this.directory = directory;
        }

        @Override
        public Database fresh() throws SQLException {
            shutDown();
            databases++;
            Database created = database.apply(directory.resolve("database" + databases));
            held = DriverManager.getConnection(created.url());
            return created;
        }

        @Override
        public void close() {
            try {
                shutDown();
            } catch (SQLException e) {
                throw new IllegalStateException(name + " did not shut down its last database: " + e.getMessage(), e);
            }
        }

        private void shutDown() throws SQLException {
            Connection last = held;
            held = null;
            if (last == null) {
                return;
            }
            try (last) {
                if (shutdown.isPresent()) {
                    try (Statement statement = last.createStatement()) {
                        statement.execute(shutdown.get());
                    }
                }
            }
        }
    }
}
