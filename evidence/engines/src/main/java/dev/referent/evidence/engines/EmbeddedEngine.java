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
 * An engine that runs within this process, each database in files of its own.
 *
 * @param name its short name
 * @param database makes the database at a path where nothing is yet
 * @param shutdown what ends a database although sessions are open on it; nothing where the last one to close ends it
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

    /** HSQLDB with its default transaction model, LOCKS, but without its lock file, for which each shutdown sleeps 100 ms. */
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
    public RunningEngine start(Path directory) {
        // or else HSQLDB takes the handlers of java.util.logging's root away when it is first used
        System.setProperty("hsqldb.reconfig_logging", "false");
        return new RunningEmbeddedEngine(directory);
    }

    private final class RunningEmbeddedEngine implements RunningEngine {
        private final Path directory;
        private int databases;
        /** Keeps the last database open, which most of these engines else close and open again for each session. */
        private @Nullable Connection held;

        RunningEmbeddedEngine(Path directory) {
            this.directory = directory;
        }

        @Override
        public String version() throws SQLException {
            try (Connection connection = fresh().source().getConnection()) {
                return Versions.of(connection);
            }
        }

        @Override
        public Database fresh() throws SQLException {
            end();
            databases++;
            Database made = database.apply(directory.resolve("database" + databases));
            held = DriverManager.getConnection(made.url());
            return made;
        }

        @Override
        public void close() {
            try {
                end();
            } catch (SQLException e) {
                throw new IllegalStateException(name + " did not end its last database: " + e.getMessage(), e);
            }
        }

        private void end() throws SQLException {
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
