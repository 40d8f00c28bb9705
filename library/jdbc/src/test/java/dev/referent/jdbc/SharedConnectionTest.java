package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that threads share loses no write that it has acknowledged, while another thread's statements fail. */
final class SharedConnectionTest {
    private static final int WRITES = 600;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private EnforcedDataSource source;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db") + "?synchronous=OFF");
        connection = source.getConnection();
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);"
                        + "CREATE TABLE c (pid INTEGER REFERENCES p);"
                        + "CREATE TABLE d (pid INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED);"
                        + "INSERT INTO d VALUES (1)");
    }

    @AfterEach
    void close() throws SQLException {
        threads.shutdownNow();
        connection.close();
    }

    private int acknowledged(Connection shared, Future<?> other) throws Exception {
        int acknowledged = 0;
        try (PreparedStatement insert = shared.prepareStatement("INSERT INTO c VALUES (1)")) {
            for (int i = 0; i < WRITES || !other.isDone(); i++) {
                acknowledged += insert.executeUpdate();
            }
        }
        other.get();
        return acknowledged;
    }

    private Future<?> repeatedly(Connection shared, String... sqls) {
        return threads.submit(() -> {
            for (int i = 0; i < WRITES / 10; i++) {
                for (String sql : sqls) {
                    Throwable failure = catchThrowable(() -> Sql.run(shared, sql));
                    assertThat(failure == null || failure instanceof SQLException)
                            .isTrue();
                }
            }
            return null;
        });
    }

    private void assertStored(int acknowledged) throws SQLException {
        try (Connection other = source.getConnection()) {
            assertThat(Sql.read(other, "SELECT count(*) FROM c WHERE pid = 1")).isEqualTo(String.valueOf(acknowledged));
            assertThat(Sql.read(other, "SELECT count(*) FROM pragma_foreign_key_check"))
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO c VALUES (9)",
                "INSERT INTO c VALUES (1), (9)",
                "INSERT INTO d VALUES (9)",
                "INSERT INTO c SELECT 9 FROM p",
                "DELETE FROM p",
                "UPDATE p SET id = 5",
                "DROP TABLE IF EXISTS staging"
            })
    void storesWhatItAcknowledges(String failing) throws Exception {
        int acknowledged = acknowledged(connection, repeatedly(connection, failing));
        assertStored(acknowledged);
    }

    @Test
    void storesWhatItAcknowledgesWithoutExplanations() throws Exception {
        try (Connection brief = source.explainingWithin(Duration.ZERO).getConnection()) {
            int acknowledged = acknowledged(brief, repeatedly(brief, "INSERT INTO c VALUES (9)"));
            assertStored(acknowledged);
        }
    }

    @Test
    void storesWhatItAcknowledgesWithAllOrNothing() throws Exception {
        try (Connection whole = source.allOrNothing().getConnection()) {
            int acknowledged = acknowledged(whole, repeatedly(whole, "INSERT INTO c VALUES (9)"));
            assertStored(acknowledged);
        }
    }

    @Test
    void commitsNoOrphanWhileAnotherThreadCommits() throws Exception {
        connection.setAutoCommit(false);
        Future<?> failing = repeatedly(connection, "INSERT INTO c VALUES (9)", "INSERT INTO c VALUES (1), (9)");
        int acknowledged = 0;
        try (Statement insert = connection.createStatement()) {
            for (int i = 0; i < WRITES || !failing.isDone(); i++) {
                acknowledged += insert.executeUpdate("INSERT INTO c VALUES (1)");
                connection.commit();
            }
        }
        failing.get();
        connection.commit();

        assertThat(connection.isClosed()).isFalse();
        assertStored(acknowledged);
    }

    @Test
    void anotherThreadsRowsAreReadToTheirEnd() throws Exception {
        Future<?> failing = repeatedly(connection, "INSERT INTO c VALUES (9)", "DELETE FROM p");
        do {
            try (Statement query = connection.createStatement();
                    ResultSet rows = query.executeQuery("SELECT id FROM p UNION ALL SELECT 2")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.next()).isTrue();
                assertThat(rows.next()).isFalse();
            }
        } while (!failing.isDone());
        failing.get();
    }

    /** The driver cannot end its transaction after the second write, and would write everything from then on in it. */
    @Test
    void storesWhatItAcknowledgesWhileAnotherWriteHasUnreadRows() throws SQLException {
        try (Statement returning = connection.createStatement();
                ResultSet rows = returning.executeQuery("INSERT INTO c VALUES (1), (1) RETURNING pid");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO c VALUES (1)")) {
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(insert::executeUpdate).hasMessageContaining("SQL statements in progress");
        }
        assertStored(3);
    }
}
