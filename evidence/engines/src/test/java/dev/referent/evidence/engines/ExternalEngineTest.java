package dev.referent.evidence.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExternalEngineTest {
    @TempDir
    private Path directory;

    private ExternalEngine external;

    @BeforeEach
    void create() {
        external = ExternalEngine.of("mine=jdbc:h2:" + directory.resolve("given"));
    }

    @Test
    void dropsTablesThatReferToEachOther() throws Exception {
        try (RunningEngine running = external.start(directory)) {
            Database database = running.fresh();
            execute(
                    database,
                    "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER)",
                    "CREATE TABLE \"a \"\"A\"\"\" (id INTEGER PRIMARY KEY, b_id INTEGER REFERENCES b)",
                    "ALTER TABLE b ADD CONSTRAINT b_a_fk FOREIGN KEY (a_id) REFERENCES \"a \"\"A\"\"\"");
            assertThat(tables()).isEqualTo(2);

            running.fresh();
            assertThat(tables()).isZero();

            execute(database, "CREATE TABLE last (id INTEGER PRIMARY KEY)");
        }
        assertThat(tables()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE TABLE precious (id INTEGER)", "CREATE VIEW precious AS SELECT 1 AS one"})
    void rejectsADatabaseThatIsNotEmptyAndLeavesItUnchanged(String creation) throws Exception {
        execute(Database.of(external.url()), creation);

        assertThatThrownBy(() -> external.start(directory))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("is not empty: it contains PRECIOUS");
        assertThat(tables()).isOne();
    }

    @Test
    void doesNotRevealThePasswordIfThereIsNoDriver() {
        ExternalEngine other = ExternalEngine.of("other=jdbc:none://host/db?password=secret");

        assertThatThrownBy(() -> other.start(directory))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessage(
                        "no driver for jdbc:none: is on the class path; the folder lib beside the referent command's jar has it")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mine", "=jdbc:h2:mem:x", "mine=h2:mem:x", "jdbc:h2:mem:x"})
    void rejectsAnyOtherFormat(String option) {
        assertThatThrownBy(() -> ExternalEngine.of(option))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NAME=jdbc:");
    }

    private long tables() throws SQLException {
        try (Connection connection = Database.of(external.url()).source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'PUBLIC'")) {
            count.next();
            return count.getLong(1);
        }
    }

    private static void execute(Database database, String... sql) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : List.of(sql)) {
                statement.executeUpdate(each);
            }
        }
    }
}
