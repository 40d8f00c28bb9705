package dev.referent.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.driver.Deadline.DeadlineException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConnection;

/** A deadline interrupts queries, and no write: an interrupted write rolls back the application's whole transaction. */
final class DeadlineTest {
    private static final String MANY =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) ";

    private final AtomicBoolean cancelled = new AtomicBoolean();
    private SQLiteConnection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:").unwrap(SQLiteConnection.class);
        Enforcement.execute(connection, "CREATE TABLE t (i INTEGER)");
        connection.setAutoCommit(false);
        Enforcement.execute(connection, "INSERT INTO t VALUES (-1)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void interruptsAQuery() throws SQLException {
        try (Deadline deadline = Deadline.start(connection, Duration.ofMinutes(1), cancelled::get)) {
            assertThatThrownBy(() -> deadline.interrupting(() -> {
                        cancelled.set(true);
                        return Query.number(connection, MANY + "SELECT count(*) FROM n");
                    }))
                    .isInstanceOf(DeadlineException.class);
        }
        assertTransaction();
    }

    @Test
    void interruptsNoWriteThatIsRolledBack() throws SQLException {
        try (Deadline deadline = Deadline.start(connection, Duration.ofMinutes(1), cancelled::get)) {
            long written = deadline.interrupting(() -> deadline.rollingBack(() -> {
                cancelled.set(true);
                Enforcement.execute(connection, MANY + "INSERT INTO t SELECT i FROM n");
                return connection.getDatabase().changes();
            }));

            assertThat(written).isEqualTo(50_000);
        }
        assertTransaction();
    }

    private void assertTransaction() throws SQLException {
        assertThat(OpenTransaction.in(connection)).isTrue();
        assertThat(Query.number(connection, "SELECT count(*) FROM t")).isOne();
    }
}
