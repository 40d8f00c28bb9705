package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.jdbc.delegate.DelegatingConnection;
import dev.referent.jdbc.delegate.DelegatingDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** What a connection remembers of a transaction lasts as long as SQLite's transaction, and no longer. */
final class TransactionMemoryTest {
    private static final String ORPHAN = "d.pid = 77 has no matching p.id (foreign key d_pid_fkey)";

    @TempDir
    private Path folder;

    private String url;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("x.db");
        connection = EnforcedDataSource.open(url).getConnection();
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY, n); INSERT INTO p VALUES (1, 'a');"
                        + "CREATE TABLE c (pid INTEGER REFERENCES p); CREATE TABLE e (x);"
                        + "CREATE TABLE d (pid INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static void assertOrphan(Connection connection) {
        ForeignKeyViolationSQLException violation =
                catchThrowableOfType(ForeignKeyViolationSQLException.class, connection::commit);
        assertThat((Throwable) violation).isNotNull();
        assertThat(PairedDatabases.complete(violation)).containsExactly(ORPHAN);
    }

    @Test
    void aRollbackGoesToTheInnermostSavepointOfAName() throws SQLException {
        for (boolean bySql : new boolean[] {false, true}) {
            Savepoint first = connection.setSavepoint("a");
            Sql.run(connection, "INSERT INTO d VALUES (77)", bySql ? "SAVEPOINT A" : "SAVEPOINT other");
            connection.setSavepoint("a");
            Sql.run(connection, "INSERT INTO d VALUES (88)");
            connection.rollback(first);

            assertOrphan(connection);
            connection.rollback();
        }
        Sql.run(connection, "SAVEPOINT a", "INSERT INTO d VALUES (77)");
        connection.setSavepoint("a");
        Sql.run(connection, "INSERT INTO d VALUES (88)", "ROLLBACK TO a");

        assertOrphan(connection);
    }

    @Test
    void anArrayMayBeUsedAgain() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE pb (k BLOB PRIMARY KEY); INSERT INTO pb VALUES (x'02');"
                        + "CREATE TABLE db (k CONSTRAINT db_fk REFERENCES pb DEFERRABLE INITIALLY DEFERRED)");
        byte[] array = new byte[1];
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO db VALUES (?)")) {
            for (byte value = 1; value <= 3; value++) {
                array[0] = value;
                insert.setBytes(1, array);
                insert.executeUpdate();
            }
        }
        array[0] = 9;

        ForeignKeyViolationSQLException violation =
                catchThrowableOfType(ForeignKeyViolationSQLException.class, connection::commit);
        assertThat(violation.undetermined()).isEmpty();
        assertThat(violation.violations())
                .extracting(one -> one.key().get(0))
                .containsExactly(new byte[] {1}, new byte[] {3});
    }

    @Test
    void autoCommitThatIsOffAlreadyEndsNothing() throws SQLException {
        Sql.run(connection, "INSERT INTO d VALUES (77)");
        connection.setAutoCommit(false);

        assertOrphan(connection);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT OR ROLLBACK INTO p VALUES (1, 'b')", "ROLLBACK", "COMMIT"})
    void autoCommitIsOnAfterATransactionThatHasEndedAlready(String end) throws SQLException {
        Sql.run(connection, "INSERT INTO e VALUES (1)");
        try {
            Sql.run(connection, end);
        } catch (SQLException e) {
            assertThat(end).startsWith("INSERT OR ROLLBACK");
        }

        assertThatThrownBy(() -> connection.setAutoCommit(true)).hasMessageContaining("no transaction is active");

        assertThat(connection.getAutoCommit()).isTrue();
        connection.setAutoCommit(false);
        Sql.run(connection, "INSERT INTO e VALUES (2)");
        connection.rollback();
        assertThat(Sql.read(connection, "SELECT count(*) FROM e WHERE x = 2")).isEqualTo("0");
    }

    @Test
    void halfATransactionIsNotCommittedAfterAutoCommitIsSwitchedOffAgain() throws SQLException {
        try (Connection whole = EnforcedDataSource.open(url).allOrNothing().getConnection()) {
            connection.rollback();
            whole.setAutoCommit(false);
            Sql.run(whole, "INSERT INTO e VALUES (1)");
            assertThatThrownBy(() -> Sql.run(whole, "INSERT INTO c VALUES (9)")).isInstanceOf(SQLException.class);
            whole.setAutoCommit(false);

            assertThatThrownBy(whole::commit).isInstanceOf(ForeignKeyViolationSQLException.class);
            assertThat(Sql.read(whole, "SELECT count(*) FROM e")).isEqualTo("0");
        }
    }

    @Test
    void aBatchThatIsAddedBeforeACommitBelongsToTheTransactionThatExecutesIt() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO d VALUES (77)");
            connection.commit();
            statement.executeBatch();

            assertOrphan(connection);
        }
    }

    @Test
    void aStatementThatIsPreparedBeforeACommitBelongsToTheTransactionThatExecutesIt() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO d VALUES (?)")) {
            statement.setInt(1, 1);
            statement.executeUpdate();
            connection.commit();
            statement.setInt(1, 77);
            statement.executeUpdate();
            connection.setAutoCommit(false);

            assertOrphan(connection);
        }
    }

    @Test
    void writesThroughTheStatementsConnectionAreRemembered() throws SQLException {
        Sql.run(connection, "INSERT INTO e VALUES (1)");
        try (Statement statement = connection.createStatement()) {
            Sql.run(statement.getConnection(), "INSERT INTO d VALUES (77)");
        }

        assertOrphan(connection);
    }

    @Test
    void writesPastReferentAreFoundToo() throws SQLException {
        Sql.run(connection, "INSERT INTO e VALUES (1)");
        Sql.run(connection.unwrap(SQLiteConnection.class), "INSERT INTO d VALUES (77)");

        assertOrphan(connection);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAnotherHandleWritesIsFoundToo(boolean before) throws SQLException {
        connection.rollback();
        Connection driver = connection.unwrap(SQLiteConnection.class);
        Connection early = EnforcedDataSource.enforce(driver);
        Connection late;
        driver.setAutoCommit(false);
        if (before) {
            Sql.run(early, "INSERT INTO d VALUES (77)");
            late = EnforcedDataSource.enforce(driver);
            Sql.run(late, "INSERT INTO d VALUES (1)");
        } else {
            late = EnforcedDataSource.enforce(driver);
            Sql.run(late, "INSERT INTO d VALUES (1)");
            Sql.run(early, "INSERT INTO d VALUES (77)");
        }

        assertOrphan(late);
    }

    @Test
    void whatAnotherHandleDeletesIsNotBlamed() throws SQLException {
        connection.rollback();
        Connection driver = connection.unwrap(SQLiteConnection.class);
        Connection handle = EnforcedDataSource.enforce(driver);
        handle.setAutoCommit(false);
        Sql.run(handle, "INSERT INTO d VALUES (78)");
        Sql.run(driver, "DELETE FROM d", "INSERT INTO d VALUES (77)");

        assertOrphan(handle);
    }

    @Test
    void aTransactionOfSqlIsRemembered() throws SQLException {
        connection.setAutoCommit(true);
        Sql.run(connection, "BEGIN", "INSERT INTO d VALUES (77)");
        connection.setAutoCommit(true);

        assertThatThrownBy(() -> Sql.run(connection, "COMMIT")).hasMessageStartingWith(ORPHAN);
        assertThatThrownBy(() -> Sql.run(connection, "COMMIT")).hasMessageStartingWith(ORPHAN);
        Sql.run(connection, "ROLLBACK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT; BEGIN",
                "ROLLBACK; BEGIN",
                "COMMIT",
                "ROLLBACK",
                "END",
                "INSERT OR ROLLBACK INTO p VALUES (1, 2)"
            })
    void aViolationIsForgottenWithItsTransaction(String end) throws SQLException {
        try (Connection whole = EnforcedDataSource.open(url).allOrNothing().getConnection()) {
            connection.rollback();
            Sql.run(whole, "BEGIN");
            assertThatThrownBy(() -> Sql.run(whole, "INSERT INTO c VALUES (9)")).isInstanceOf(SQLException.class);
            try {
                Sql.run(whole, end);
            } catch (SQLException e) {
                assertThat(end).containsAnyOf("COMMIT", "END", "OR ROLLBACK");
            }
            if (!end.contains("BEGIN") || end.startsWith("COMMIT")) {
                Sql.run(whole, "BEGIN");
            }
            Sql.run(whole, "INSERT INTO e VALUES (1)", "COMMIT");

            assertThat(Sql.read(whole, "SELECT count(*) FROM e")).isEqualTo("1");
        }
    }

    @Test
    void aPoolWhoseRollbackDoesNothingForgetsNothing() throws SQLException {
        Connection driver = DriverManager.getConnection(url);
        connection.rollback();
        Connection lazy = new DelegatingConnection(driver) {
            private boolean lazy = true;

            @Override
            public void rollback() throws SQLException {
                if (!lazy) {
                    super.rollback();
                }
                lazy = false;
            }
        };
        try (Connection pooled =
                EnforcedDataSource.wrap(new OneByOne(List.of(lazy))).getConnection()) {
            pooled.setAutoCommit(false);
            Sql.run(pooled, "INSERT INTO d VALUES (77)");
            pooled.rollback();
            assertOrphan(pooled);
            pooled.rollback();
            Sql.run(pooled, "INSERT INTO e VALUES (1)");
            pooled.commit();
        }
    }

    /** A pool closes a connection after some failures; the driver would crash the JVM if it was given a listener then. */
    @Test
    void aRollbackAfterThePoolHasClosedTheConnectionFails() throws SQLException {
        connection.rollback();
        Connection driver = DriverManager.getConnection(url);
        try (Connection pooled = EnforcedDataSource.wrap(new OneByOne(List.of(new DelegatingConnection(driver) {})))
                .getConnection()) {
            pooled.setAutoCommit(false);
            Sql.run(pooled, "INSERT INTO e VALUES (1)");
            driver.close();

            assertThatThrownBy(pooled::rollback).isInstanceOf(SQLException.class);
        }
        assertThat(Sql.read(connection, "SELECT count(*) FROM e")).isEqualTo("0");
    }

    @Test
    void aClosedConnectionLeavesTheNextBorrowersAlone() throws SQLException {
        connection.rollback();
        Connection driver = DriverManager.getConnection(url);
        Connection shared = new DelegatingConnection(driver) {
            @Override
            public void close() {}
        };
        EnforcedDataSource source = EnforcedDataSource.wrap(new OneByOne(List.of(shared, shared)));
        Connection first = source.getConnection();
        Statement statement = first.createStatement();
        PreparedStatement prepared = first.prepareStatement("INSERT INTO e VALUES (1)");
        first.close();
        Connection next = source.getConnection();
        next.setAutoCommit(false);
        Sql.run(next, "INSERT INTO e VALUES (2)");

        assertThat(first.isClosed()).isTrue();
        assertThatThrownBy(() -> first.setAutoCommit(true)).isInstanceOf(SQLException.class);
        assertThatThrownBy(first::commit).isInstanceOf(SQLException.class);
        assertThatThrownBy(first::rollback).isInstanceOf(SQLException.class);
        assertThatThrownBy(first::setSavepoint).isInstanceOf(SQLException.class);
        assertThatThrownBy(first::createStatement).isInstanceOf(SQLException.class);
        assertThatThrownBy(first::clearWarnings).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> first.unwrap(SQLiteConnection.class)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> statement.execute("ROLLBACK")).isInstanceOf(SQLException.class);
        assertThatThrownBy(statement::cancel).isInstanceOf(SQLException.class);
        assertThatThrownBy(prepared::executeUpdate).isInstanceOf(SQLException.class);
        first.close();
        next.rollback();
        assertThat(Sql.read(next, "SELECT count(*) FROM e")).isEqualTo("0");
        driver.close();
    }

    /** Hands out given connections, one after the other. */
    private static final class OneByOne extends DelegatingDataSource {
        private final Queue<Connection> connections;

        private OneByOne(List<Connection> connections) {
            super(new SQLiteDataSource());
            this.connections = new ArrayDeque<>(connections);
        }

        @Override
        public Connection getConnection() {
            return connections.remove();
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }
    }
}
