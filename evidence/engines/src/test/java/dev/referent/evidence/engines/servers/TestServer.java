package dev.referent.evidence.engines.servers;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.Engine;
import dev.referent.evidence.engines.EngineUnavailableException;
import dev.referent.evidence.engines.Engines;
import dev.referent.evidence.engines.RunningEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A database server for tests. It starts on first use and stops with the process. */
public final class TestServer {
    /** PostgreSQL 18. */
    public static final TestServer POSTGRESQL = new TestServer(
            "postgresql-18",
            "SET session_replication_role = replica",
            tables -> List.of("TRUNCATE " + String.join(", ", tables) + " RESTART IDENTITY"));

    /** MariaDB. */
    public static final TestServer MARIADB =
            new TestServer("mariadb", "SET foreign_key_checks = 0", tables -> tables.stream()
                    .map(table -> "TRUNCATE TABLE " + table)
                    .toList());

    private final String engine;
    private final String enforcementOff;
    private final UnaryOperator<List<String>> truncation;
    private @Nullable RunningEngine running;

    private TestServer(String engine, String enforcementOff, UnaryOperator<List<String>> truncation) {
        this.engine = engine;
        this.enforcementOff = enforcementOff;
        this.truncation = truncation;
    }

    /**
     * Creates an empty database and drops the previous one. If the server cannot be started, the test is aborted with the
     * reason.
     */
    public Database fresh() throws SQLException {
        try {
            return running().fresh();
        } catch (EngineUnavailableException e) {
            return abort(engine + ": " + e.getMessage());
        }
    }

    /** Executes statements on a connection that does not enforce foreign keys. */
    public void executeUnenforced(Database database, List<String> statements) {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(enforcementOff);
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    /** Deletes all rows and restarts generated ids at 1. */
    public void empty(Database database, String... tables) {
        executeUnenforced(database, truncation.apply(List.of(tables)));
    }

    private synchronized RunningEngine running() throws EngineUnavailableException {
        RunningEngine started = running;
        if (started == null) {
            Engine known = Engines.all().stream()
                    .filter(candidate -> candidate.name().equals(engine))
                    .findFirst()
                    .orElseThrow();
            Path directory = temporary();
            started = known.start(directory);
            running = started;
            stopAtExit(started, directory);
        }
        return started;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("referent-server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stopAtExit(RunningEngine started, Path directory) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            started.close();
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }
}
