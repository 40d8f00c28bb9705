package dev.referent.comparison.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EnginesTest {
    static List<Engine> all() {
        return Engines.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void startsAndGivesEmptyDatabases(Engine engine, @TempDir Path directory) throws SQLException {
        try (RunningEngine running = engine.start(directory)) {
            assertThat(running.version()).isNotBlank();
            for (int i = 0; i < 2; i++) {
                try (Connection connection = running.fresh().source().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.executeUpdate("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
                    assertThat(statement.executeUpdate("INSERT INTO parent VALUES (1)"))
                            .isOne();
                }
            }
        } catch (EngineUnavailableException e) {
            abort(engine.name() + ": " + e.getMessage());
        }
    }
}
