package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Oddities of the driver that have nothing to do with foreign keys, and that an enforced connection makes no worse. */
final class DriverFaultsTest {
    /** The driver cannot prepare it, but keeps it, and its next {@code close()} of the connection fails. */
    private static final String NO_STATEMENT = "-- nothing";

    @TempDir
    private Path folder;

    private String url;

    @BeforeEach
    void create() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("faults.db");
        try (Connection connection = DriverManager.getConnection(url)) {
            Sql.run(
                    connection,
                    "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE c (pid INT CONSTRAINT c_fk REFERENCES p)",
                    "INSERT INTO p VALUES (1)");
        }
    }

    private static void prepareNothing(Connection connection) {
        assertThatThrownBy(() -> connection.prepareStatement(NO_STATEMENT)).isInstanceOf(SQLException.class);
    }

    @Test
    void aStringWithoutAStatementDoesNotPreventAnExplanation() throws SQLException {
        Connection connection = EnforcedDataSource.open(url).getConnection();
        prepareNothing(connection);

        ForeignKeyViolationSQLException violation = catchThrowableOfType(
                ForeignKeyViolationSQLException.class, () -> Sql.run(connection, "INSERT INTO c SELECT id + 8 FROM p"));

        assertThat(violation.undetermined()).isEmpty();
        assertThat(violation.violations()).hasSize(1);
        assertThatThrownBy(connection::close).isInstanceOf(SQLException.class);
        connection.close();
    }

    @Test
    void aConnectionThatTheDriverFailsToCloseCanBeClosedAgain() throws SQLException {
        Connection bare = DriverManager.getConnection(url);
        Connection enforced = EnforcedDataSource.open(url).getConnection();
        for (Connection connection : new Connection[] {bare, enforced}) {
            connection.setAutoCommit(false);
            Sql.run(connection, "INSERT INTO p VALUES (NULL)");
            prepareNothing(connection);

            assertThatThrownBy(connection::close).isInstanceOf(SQLException.class);
            assertThat(connection.isClosed()).isFalse();
            connection.close();
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void aPoolTakesBackAConnectionWithAStringWithoutAStatement() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            Connection connection = EnforcedDataSource.wrap(pool).getConnection();
            prepareNothing(connection);
            assertThatThrownBy(() -> Sql.read(connection, "SELECT * FROM missing"))
                    .isInstanceOf(SQLException.class);

            assertThatCode(connection::close).doesNotThrowAnyException();
        }
    }

    /** The driver discards the batch with the compiled form of a statement that has returned no rows. */
    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO c VALUES (1)", "DROP TABLE c", "COMMIT"})
    void aBatchThatTheDriverHasDiscardedIsNotExecuted(String entry) throws SQLException {
        try (Connection bare = DriverManager.getConnection(url)) {
            assertThatABatchIsDiscarded(bare, entry);
        }
        try (Connection enforced = EnforcedDataSource.open(url).getConnection()) {
            assertThatABatchIsDiscarded(enforced, entry);
        }
    }

    private static void assertThatABatchIsDiscarded(Connection connection, String entry) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.addBatch(entry);
            assertThatThrownBy(() -> statement.executeQuery("INSERT INTO p VALUES (NULL)"))
                    .hasMessage("query does not return ResultSet");
            statement.addBatch("INSERT INTO p VALUES (NULL)");

            assertThat(statement.executeBatch()).containsExactly(1);
            assertThat(Sql.read(connection, "SELECT count(*) FROM c")).isEqualTo("0");
            assertThat(Sql.read(connection, "SELECT count(*) FROM p")).isEqualTo("3");
        }
        connection.rollback();
    }

    @Test
    void aPreparedBatchWithoutRowsTakesNoLock() throws SQLException {
        try (Connection bare = DriverManager.getConnection(url);
                Connection enforced = EnforcedDataSource.open(url).getConnection()) {
            for (Connection connection : new Connection[] {bare, enforced}) {
                connection.setAutoCommit(false);
                try (PreparedStatement drop = connection.prepareStatement("DROP TABLE p")) {
                    assertThat(drop.executeBatch()).isEmpty();
                }
                try (Connection other = DriverManager.getConnection(url + "?busy_timeout=0")) {
                    Sql.run(other, "INSERT INTO p VALUES (NULL)");
                }
                connection.rollback();
            }
        }
    }

    /** The driver's meta data of rows are the rows themselves. */
    @Test
    void aGroupedStatementHasTheMetaDataOfItsRows() throws SQLException {
        GroupCommitDataSource groups = GroupCommitDataSource.over(EnforcedDataSource.open(url));
        try (Connection connection = groups.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement query = connection.prepareStatement("SELECT id FROM p")) {
                assertThat(query.getMetaData().getColumnName(1)).isEqualTo("id");
                query.executeQuery();
                assertThat(query.getMetaData().getColumnCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void aClosedHandleRejectsClientInfoAsTheInterfaceSays() throws SQLException {
        try (Connection lent = DriverManager.getConnection(url)) {
            Connection enforced = EnforcedDataSource.enforce(lent);
            enforced.close();

            assertThatThrownBy(() -> enforced.setClientInfo("a", "b"))
                    .isInstanceOf(SQLClientInfoException.class)
                    .hasMessage("the connection is closed");
        }
    }
}
