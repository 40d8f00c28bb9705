package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.driver.DriverLocks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;

/** What one borrower of a pooled connection leaves behind does not reach the next one; the pool has one connection. */
final class PoolTest {
    private static final String BOGUS = "INSERT INTO child VALUES (1, 99)";

    @TempDir
    private Path folder;

    private HikariConfig config = new HikariConfig();
    private HikariDataSource pool = new HikariDataSource();

    @BeforeEach
    void open() throws SQLException {
        config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + folder.resolve("pooled.db"));
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(2_000);
        pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INT CONSTRAINT child_parent_fk REFERENCES parent"
                            + " DEFERRABLE INITIALLY DEFERRED)");
        }
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Nested
    class WhenReferentWrapsThePool {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "PRAGMA foreign_keys=OFF",
                    "pragma main.Foreign_Keys(0)",
                    "PRAGMA defer_foreign_keys=ON",
                    "BEGIN; PRAGMA defer_foreign_keys=ON",
                    "BEGIN",
                    "BEGIN; INSERT INTO parent VALUES (7)",
                    "SAVEPOINT s; INSERT INTO parent VALUES (7)",
                    "PRAGMA foreign_keys=OFF; BEGIN TRANSACTION",
                    "PRAGMA foreign_keys=OFF; BEGIN TRANSACTION; INSERT INTO child VALUES (5, 98)",
                })
        void givesTheNextBorrowerAnEnforcedConnection(String left) throws SQLException {
            DataSource source = EnforcedDataSource.wrap(pool);
            try (Connection connection = source.getConnection()) {
                Sql.run(connection, left);
            }

            assertEnforcedAndKept(source);
        }

        @ParameterizedTest
        @ValueSource(strings = {"PRAGMA foreign_keys=OFF", "EXPLAIN PRAGMA foreign_keys=OFF"})
        void givesTheNextBorrowerAnEnforcedConnectionAfterAPragmaWasMerelyPrepared(String left) throws SQLException {
            DataSource source = EnforcedDataSource.wrap(pool);
            try (Connection connection = source.getConnection()) {
                connection.prepareStatement(left).close();
                assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("0");
            }

            assertEnforcedAndKept(source);
        }

        @Test
        void leavesTheBorrowersSwitchAloneUntilTheConnectionIsClosed() throws SQLException {
            try (Connection connection = EnforcedDataSource.wrap(pool).getConnection()) {
                Sql.run(connection, "PRAGMA foreign_keys=OFF");
                connection.clearWarnings();

                assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("0");
            }
        }

        @Test
        void takesAConnectionBackThatSomebodyElseLeftWithoutEnforcement() throws SQLException {
            try (Connection connection = pool.getConnection()) {
                Sql.run(connection, "PRAGMA foreign_keys=OFF; BEGIN");
            }

            assertEnforcedAndKept(EnforcedDataSource.wrap(pool));
        }

        @Test
        void freesTheWriteLockThatABorrowerLeftTaken() throws SQLException {
            try (Connection connection = EnforcedDataSource.wrap(pool).getConnection()) {
                Sql.run(connection, "BEGIN IMMEDIATE");
            }

            try (Connection other = EnforcedDataSource.open(config.getJdbcUrl() + "?busy_timeout=1")
                    .getConnection()) {
                Sql.run(other, "INSERT INTO parent VALUES (7)");
            }
        }

        @Test
        void endsTheTransactionThatADeferredViolationKeepsOpen() throws SQLException {
            DataSource source = EnforcedDataSource.wrap(pool);
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                Sql.run(connection, "INSERT INTO child VALUES (5, 98)");

                assertThatThrownBy(() -> connection.setAutoCommit(true))
                        .isInstanceOf(ForeignKeyViolationSQLException.class);
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(Sql.read(connection, "SELECT count(*) FROM child")).isEqualTo("0");
            }

            assertEnforcedAndKept(source);
        }

        /** The driver switches autoCommit off for a savepoint, of which a pool that keeps autoCommit itself does not know. */
        @Test
        void endsTheTransactionThatASavepointBegan() throws SQLException {
            DataSource source = EnforcedDataSource.wrap(pool);
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                connection.setAutoCommit(true);
                connection.setSavepoint();
                Sql.run(connection, "INSERT INTO child VALUES (5, 98)");

                assertThatThrownBy(() -> connection.setAutoCommit(true))
                        .isInstanceOf(ForeignKeyViolationSQLException.class)
                        .hasMessageStartingWith("child.parent_id = 98 has no matching parent.id");
                assertThat(connection.getAutoCommit()).isTrue();
            }

            assertEnforcedAndKept(source);
        }

        @Test
        void commitsNoHalfOfATransactionThatASavepointBegan() throws SQLException {
            DataSource source = EnforcedDataSource.wrap(pool).allOrNothing();
            try (Connection connection = source.getConnection()) {
                Sql.run(connection, "CREATE TABLE note (parent_id INT REFERENCES parent)");
                connection.setAutoCommit(false);
                connection.setAutoCommit(true);
                connection.setSavepoint();
                Sql.run(connection, "INSERT INTO parent VALUES (7)");
                assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO note VALUES (98)"))
                        .isInstanceOf(ForeignKeyViolationSQLException.class);

                assertThatThrownBy(connection::commit).hasMessageContaining("the transaction is rolled back");
                assertThat(Sql.read(connection, "SELECT count(*) FROM parent")).isEqualTo("0");
            }
        }

        @Test
        void isUsedTwiceOverOnOneThreadWithoutHarm() throws SQLException {
            DataSource source = EnforcedDataSource.wrap(EnforcedDataSource.wrap(pool));

            assertEnforcedAndKept(source);
        }

        @Test
        void leavesTheNextBorrowerAloneWhenAConnectionIsClosedTwice() throws SQLException {
            DataSource source = EnforcedDataSource.wrap(pool);
            Connection first = source.getConnection();
            first.close();
            try (Connection second = source.getConnection()) {
                Sql.run(second, "BEGIN", "INSERT INTO parent VALUES (7)");
                first.close();
                Sql.run(second, "COMMIT");
                assertThat(Sql.read(second, "SELECT id FROM parent")).isEqualTo("7");
            }
        }
    }

    /** A pool closes a connection that is abandoned or evicted on a thread of its own, which may wait for an explanation to end. */
    @Test
    void isGivenBackWhileThePoolClosesIt() throws Exception {
        SQLiteConnection driver;
        try (Connection connection = pool.getConnection()) {
            driver = connection.unwrap(SQLiteConnection.class);
        }
        Connection connection = EnforcedDataSource.wrap(pool).getConnection();
        FutureTask<Boolean> givenBack = new FutureTask<>(() -> {
            connection.close();
            return true;
        });
        Thread borrower = new Thread(givenBack);

        DriverLocks.hold(driver, () -> {
            borrower.start();
            while (borrower.getState() != Thread.State.BLOCKED && !givenBack.isDone()) {
                Thread.onSpinWait();
            }
            driver.close();
            return true;
        });

        assertThat(givenBack.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Nested
    class WhenThePoolHasAutoCommitOff {
        @Test
        void enforcesNevertheless() throws SQLException {
            pool.close();
            config.setAutoCommit(false);
            config.setConnectionInitSql("PRAGMA foreign_keys=ON");
            pool = new HikariDataSource(config);
            try (Connection bare = pool.getConnection()) {
                assertThat(Sql.read(bare, "PRAGMA foreign_keys")).isEqualTo("0");
            }

            try (Connection connection = EnforcedDataSource.wrap(pool).getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
                Sql.run(connection, "INSERT INTO parent VALUES (7)");
                connection.rollback();
                assertThat(Sql.read(connection, "SELECT id FROM parent")).isNull();
            }
        }
    }

    @Nested
    class WhenThePoolWrapsReferent {
        @Test
        void givesTheNextBorrowerAnEnforcedConnection() throws SQLException {
            HikariConfig outer = new HikariConfig();
            outer.setDataSource(EnforcedDataSource.open(config.getJdbcUrl()));
            outer.setMaximumPoolSize(1);
            try (HikariDataSource source = new HikariDataSource(outer)) {
                try (Connection connection = source.getConnection()) {
                    Sql.run(connection, "PRAGMA foreign_keys=OFF");
                    assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("0");
                }

                assertEnforcedAndKept(source);
            }
        }
    }

    private void assertEnforcedAndKept(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
            assertThat(Sql.read(connection, "PRAGMA defer_foreign_keys")).isEqualTo("0");
            assertThatThrownBy(() -> Sql.run(connection, BOGUS)).isInstanceOf(ForeignKeyViolationSQLException.class);
            Sql.run(connection, "INSERT INTO parent VALUES (8)");
        }
        pool.close();
        try (Connection fresh = EnforcedDataSource.open(config.getJdbcUrl()).getConnection()) {
            assertThat(Sql.read(fresh, "SELECT group_concat(id) FROM parent"))
                    .as("what is stored after the pool is closed")
                    .isEqualTo("8");
            assertThat(Sql.read(fresh, "SELECT count(*) FROM child")).isEqualTo("0");
        }
    }
}
