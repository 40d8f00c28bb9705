package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.driver.Cancellation;
import dev.referent.jdbc.driver.Handles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** {@code cancel()} ends a statement, or the explanation of one that has failed, and never the transaction with it. */
final class CancellationTest {
    @TempDir
    private Path folder;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection =
                EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db")).getConnection();
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY, n); INSERT INTO p VALUES (1, 'a'); CREATE TABLE log (n);"
                        + "CREATE TABLE c (pid INTEGER REFERENCES p);"
                        + "CREATE TRIGGER logs AFTER INSERT ON c BEGIN INSERT INTO log VALUES (new.pid); END");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void interruptsWhatRuns() throws SQLException {
        List<String> done = new ArrayList<>();
        Cancellation cancellation =
                Handles.on(connection.unwrap(SQLiteConnection.class)).cancellation();
        cancellation.uninterrupted(() -> {
            cancellation.cancel(() -> done.add("interrupted"));
            done.add("requested " + cancellation.getAsBoolean());
            return done;
        });
        cancellation.cancel(() -> done.add("interrupted"));
        cancellation.uninterrupted(() -> done.add("requested " + cancellation.getAsBoolean()));

        assertThat(done).containsExactly("requested true", "interrupted", "requested false");
    }

    @Test
    void ofAFailedStatementKeepsTheTransaction() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertKeepsTheTransaction(statement);
        }
    }

    @Test
    void byAnotherHandleOnTheConnectionKeepsTheTransaction() throws SQLException {
        Connection driver = connection.unwrap(SQLiteConnection.class);
        try (Statement statement = EnforcedDataSource.wrap(new SingleConnectionDataSource(driver, true))
                .getConnection()
                .createStatement()) {
            assertKeepsTheTransaction(statement);
        }
    }

    private void assertKeepsTheTransaction(Statement cancelling) throws SQLException {
        connection.setAutoCommit(false);
        Sql.run(connection, "UPDATE p SET n = 'b'");
        try (Statement statement = connection.createStatement()) {
            AtomicInteger calls = new AtomicInteger();
            Function same = new Function() {
                @Override
                protected void xFunc() throws SQLException {
                    if (calls.incrementAndGet() > 1) {
                        cancelElsewhere(cancelling);
                    }
                    result(value_int(0));
                }
            };
            Function.create(connection.unwrap(SQLiteConnection.class), "same", same, 1, Function.FLAG_DETERMINISTIC);
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO c SELECT same(id + 8) FROM p"))
                    .isInstanceOf(ForeignKeyViolationSQLException.class);
            assertThat(calls.get()).as("the statement is executed again").isGreaterThan(1);
        }
        Sql.run(connection, "INSERT INTO p VALUES (2, 'c')");
        connection.commit();

        assertThat(Sql.read(connection, "SELECT group_concat(n) FROM p")).isEqualTo("b,c");
    }

    /** The statement fails before it notices the cancel. */
    @Test
    void ofAFailingStatementDoesNotCommitAnotherHandlesTransaction() throws SQLException {
        SQLiteConnection driver = connection.unwrap(SQLiteConnection.class);
        EnforcedDataSource source = EnforcedDataSource.wrap(new SingleConnectionDataSource(driver, true));
        try (Connection transaction = source.getConnection();
                Statement statement = source.getConnection().createStatement()) {
            Sql.run(transaction, "BEGIN", "UPDATE p SET n = 'b'");
            Function cancels = new Function() {
                @Override
                protected void xFunc() throws SQLException {
                    statement.cancel();
                    result(1);
                }
            };
            Function.create(driver, "cancels", cancels, 0);
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO p (id) VALUES (cancels())"))
                    .hasMessageContaining("UNIQUE constraint failed");
            Sql.run(transaction, "ROLLBACK");

            assertThat(Sql.read(transaction, "SELECT n FROM p")).isEqualTo("a");
        }
    }

    private static void cancelElsewhere(Statement statement) {
        CompletableFuture.runAsync(() -> {
                    try {
                        statement.cancel();
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                })
                .join();
    }

    @Test
    void leavesAConnectionWithUnreadRowsThatCanBeClosed() throws SQLException {
        Connection other =
                EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db")).getConnection();
        Statement statement = other.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1 UNION ALL SELECT 2");
        assertThat(rows.next()).isTrue();
        statement.cancel();
        other.close();

        assertThat(other.isClosed()).isTrue();
    }
}
