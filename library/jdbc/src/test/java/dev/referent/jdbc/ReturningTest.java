package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INSERT … RETURNING with a deferred key: however its rows are given up, the failure is reported, and only once. */
final class ReturningTest {
    private static final String BAD = "INSERT INTO d VALUES (77), (1) RETURNING pid";
    private static final String ORPHAN = "d.pid = 77 has no matching p.id";

    @TempDir
    private Path folder;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection =
                EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db")).getConnection();
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1); CREATE TABLE e (x);"
                        + "CREATE TABLE d (pid INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void assertReported(ThrowingCallable end) throws SQLException {
        assertThatThrownBy(end)
                .isInstanceOf(ForeignKeyViolationSQLException.class)
                .hasMessageStartingWith(ORPHAN);
        assertStored("0");
    }

    private void assertStored(String rows) throws SQLException {
        assertThat(Sql.read(connection, "SELECT count(*) FROM d")).isEqualTo(rows);
    }

    @Nested
    class OfAStatement {
        private Statement statement;
        private ResultSet rows;

        @BeforeEach
        void readOneRow() throws SQLException {
            statement = connection.createStatement();
            statement.setMaxRows(1);
            rows = statement.executeQuery(BAD);
            assertThat(rows.next()).isTrue();
        }

        @AfterEach
        void close() throws SQLException {
            statement.close();
        }

        @Test
        void reportsTheFailureAtTheLimitOfRows() throws SQLException {
            assertReported(rows::next);
            assertThat(rows.next()).isFalse();
            rows.close();
        }

        @Test
        void reportsTheFailureWhenTheRowsAreClosed() throws SQLException {
            assertReported(rows::close);
            rows.close();
        }

        @Test
        void reportsTheFailureWhenTheNextResultIsAskedFor() throws SQLException {
            assertReported(statement::getMoreResults);
        }

        @Test
        void reportsTheFailureWhenTheNextResultIsAskedForInAWay() throws SQLException {
            assertReported(() -> statement.getMoreResults(Statement.CLOSE_CURRENT_RESULT));
        }

        @Test
        void reportsTheFailureWhenTheStatementIsClosed() throws SQLException {
            assertReported(statement::close);
            assertThat(statement.isClosed()).isTrue();
        }

        @Test
        void reportsTheFailureBeforeAnotherExecution() throws SQLException {
            assertReported(() -> statement.execute("INSERT INTO e VALUES (1)"));
            assertThat(Sql.read(connection, "SELECT count(*) FROM e")).isEqualTo("0");
        }

        @Test
        void reportsTheFailureBeforeABatch() throws SQLException {
            assertReported(statement::executeBatch);
        }

        @Test
        void reportsTheFailureToOneThatClosesOnCompletion() throws SQLException {
            statement.closeOnCompletion();
            assertReported(rows::close);
            assertThat(statement.isClosed()).isTrue();
        }

        @Test
        void reportsTheFailureWhenTheConnectionIsClosed() {
            assertThatThrownBy(connection::close).hasMessageStartingWith(ORPHAN);
        }
    }

    @Test
    void reportsTheFailureOfAPreparedStatementWithTheValuesThatWereBound() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO d VALUES (?), (1) RETURNING pid")) {
            statement.setInt(1, 77);
            statement.setMaxRows(1);
            ResultSet rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            statement.setInt(1, 1);
            assertReported(rows::next);
            statement.executeQuery().close();
            assertStored("2");
        }
    }

    @Test
    void unreadRowsSurviveTheDropOfAnotherTable() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("INSERT INTO d VALUES (1), (1) RETURNING pid");
            assertThat(rows.next()).isTrue();
            Sql.run(connection, "DROP TABLE IF EXISTS zz");
            assertThat(rows.next()).isTrue();
            assertThat(rows.next()).isFalse();
        }
        assertStored("2");
    }

    @Test
    void unreadRowsSurviveTheFailureOfAnotherStatement() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("INSERT INTO d VALUES (1), (1) RETURNING pid");
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO e SELECT no FROM e"))
                    .isInstanceOf(SQLException.class);
            rows.close();
        }
        assertStored("2");
    }

    /** The driver has one object for the rows of all executions of a statement, and has closed those of the earlier ones. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsOfAnEarlierExecutionLeaveThoseOfTheLastOneUnread(boolean closes) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet earlier = statement.executeQuery("SELECT 1");
            statement.execute("INSERT INTO d VALUES (1) RETURNING pid");
            if (closes) {
                earlier.close();
            } else {
                assertThat(earlier.next()).isFalse();
            }
            ResultSet rows = statement.getResultSet();

            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("pid")).isEqualTo(1);
            assertThat(rows.next()).isFalse();
        }
        assertStored("1");
    }

    /** The driver would execute a statement again whose next row is asked for after it was finished. */
    @ParameterizedTest
    @ValueSource(ints = {Statement.KEEP_CURRENT_RESULT, Statement.CLOSE_ALL_RESULTS})
    void unreadRowsSurviveThatTheNextResultIsAskedForInAWayThatTheDriverRejects(int way) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("INSERT INTO d VALUES (1), (1) RETURNING rowid");
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(() -> statement.getMoreResults(way)).isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(2);
            assertThat(rows.next()).isFalse();
        }
        assertStored("2");
    }

    @Test
    void unreadRowsSurviveAStringThatAPreparedStatementRejects() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO d VALUES (1), (1) RETURNING rowid")) {
            ResultSet rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(() -> statement.executeUpdate("SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(2);
        }
        assertStored("2");
    }

    @Test
    void unreadRowsAreNotWrittenAgainAfterAnExecutionThatTheDriverRejects() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("INSERT INTO d VALUES (1), (1) RETURNING rowid");
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM e", new int[] {1}))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThat(rows.next()).isFalse();
        }
        assertStored("2");
    }

    @Test
    void aTransactionGoesOnAfterRowsThatAreNotRead() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(BAD).close();
        }
        assertThatThrownBy(connection::commit).hasMessageStartingWith(ORPHAN);
        Sql.run(connection, "INSERT INTO p VALUES (77)");
        connection.commit();
        assertStored("2");
    }
}
