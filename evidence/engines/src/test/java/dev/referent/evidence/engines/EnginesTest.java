package dev.referent.evidence.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EnginesTest {
    @TempDir
    private Path directory;

    static List<Engine> all() {
        return Engines.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    @Execution(ExecutionMode.CONCURRENT)
    void givesEmptyDatabasesAndEndsAlsoWhileASessionWaitsForAnotherInTheLast(Engine engine) throws Exception {
        RunningEngine running = start(engine);
        assertThat(running.version()).containsPattern("\\d");
        for (int i = 0; i < 2; i++) {
            try (Connection connection = running.fresh().source().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("CREATE TABLE parent (id INTEGER NOT NULL PRIMARY KEY)");
                assertThat(statement.executeUpdate("INSERT INTO parent VALUES (1)"))
                        .isOne();
            }
        }
        blockASession(running.fresh().source());

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            try (Connection connection = running.fresh().source().getConnection();
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM parent"))
                        .isInstanceOf(SQLException.class);
            }
            running.close();
        });
    }

    /** Leaves two transactions open. The second one waits for the first, if the engine allows that. */
    private static void blockASession(DataSource source) throws Exception {
        Connection first = source.getConnection();
        try (Statement statement = first.createStatement()) {
            statement.executeUpdate("CREATE TABLE parent (id INTEGER NOT NULL PRIMARY KEY)");
        }
        first.setAutoCommit(false);
        insert(first);
        Connection second = source.getConnection();
        second.setAutoCommit(false);
        Thread waiting = new Thread(() -> {
            try {
                insert(second);
            } catch (SQLException e) {
                // rejected at once, or terminated with its database
            }
        });
        waiting.setDaemon(true);
        waiting.start();
        waiting.join(500);
    }

    private static void insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO parent VALUES (1)");
        }
    }

    private RunningEngine start(Engine engine) {
        try {
            return engine.start(directory);
        } catch (EngineUnavailableException e) {
            return abort(engine.name() + ": " + e.getMessage());
        }
    }
}
