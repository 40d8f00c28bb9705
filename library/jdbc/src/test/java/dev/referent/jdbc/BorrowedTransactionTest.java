package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** A checkout and a return never end the transaction that somebody else has open on the connection. */
final class BorrowedTransactionTest {
    private static final String STORED = "SELECT group_concat(id ORDER BY id) FROM parent";
    private static final String BOGUS = "INSERT INTO child VALUES (99)";

    @TempDir
    private Path folder;

    private String url = "";

    @SuppressWarnings("NullAway.Init")
    private Connection shared;

    @SuppressWarnings("NullAway.Init")
    private SingleConnectionDataSource single;

    @BeforeEach
    void open() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("borrowed.db");
        shared = DriverManager.getConnection(url);
        Sql.run(shared, "CREATE TABLE parent (id INTEGER PRIMARY KEY)", "CREATE TABLE child (p INT REFERENCES parent)");
        single = new SingleConnectionDataSource(shared, true);
    }

    @AfterEach
    void close() throws SQLException {
        shared.close();
    }

    /** Reads what is committed, on another connection. */
    private String stored() throws SQLException {
        try (Connection other = DriverManager.getConnection(url)) {
            return String.valueOf(Sql.read(other, STORED));
        }
    }

    @Nested
    class OnAConnectionThatEnforces {
        @BeforeEach
        void enforce() throws SQLException {
            Sql.run(shared, "PRAGMA foreign_keys=ON");
        }

        @Test
        void aTransactionOfTheDriverStaysOpen() throws SQLException {
            shared.setAutoCommit(false);
            Sql.run(shared, "INSERT INTO parent VALUES (3)");
            borrowAndInsert(4);
            shared.commit();

            assertThat(stored()).isEqualTo("3,4");
        }

        @ParameterizedTest
        @ValueSource(strings = {"BEGIN", "BEGIN IMMEDIATE", "SAVEPOINT mine"})
        void aTransactionOfSqlTextStaysOpen(String begin) throws SQLException {
            Sql.run(shared, begin, "INSERT INTO parent VALUES (3)");
            borrowAndInsert(4);
            assertThat(stored()).isEqualTo("null");
            Sql.run(shared, begin.startsWith("BEGIN") ? "COMMIT" : "RELEASE mine");

            assertThat(stored()).isEqualTo("3,4");
        }

        @Test
        void aSavepointOfTheBorrowerLeavesTheTransactionOpen() throws SQLException {
            Sql.run(shared, "BEGIN", "INSERT INTO parent VALUES (3)");
            try (Connection borrowed = EnforcedDataSource.wrap(single).getConnection()) {
                Sql.run(borrowed, "SAVEPOINT s", "INSERT INTO parent VALUES (4)", "ROLLBACK TO s");
            }
            Sql.run(shared, "COMMIT");

            assertThat(stored()).isEqualTo("3");
        }

        @Test
        void aSavepointOfJdbcStaysSet() throws SQLException {
            shared.setAutoCommit(false);
            Sql.run(shared, "INSERT INTO parent VALUES (3)");
            Savepoint savepoint = shared.setSavepoint();
            borrowAndInsert(4);
            shared.rollback(savepoint);
            shared.commit();

            assertThat(stored()).isEqualTo("3");
        }

        @Test
        void violationsThatWaitForTheCommitAreNotForgotten() throws SQLException {
            shared.setAutoCommit(false);
            Sql.run(shared, "PRAGMA defer_foreign_keys=ON", BOGUS);
            borrowAndInsert(4);

            assertThatThrownBy(shared::commit).hasMessageContaining("FOREIGN KEY constraint failed");
        }

        @Test
        void aDeferralOutsideOfATransactionEndsAtTheNextCheckout() throws SQLException {
            Sql.run(shared, "PRAGMA defer_foreign_keys=ON");
            borrowAndInsert(4);

            assertThat(Sql.read(shared, "PRAGMA defer_foreign_keys")).isEqualTo("0");
        }
    }

    @Nested
    class OnAConnectionThatDoesNotEnforce {
        @Test
        void aTransactionThatHasWrittenIsRejected() throws SQLException {
            shared.setAutoCommit(false);
            Sql.run(shared, "INSERT INTO parent VALUES (3)");
            SQLException rejected = catchThrowableOfType(
                    SQLException.class, () -> EnforcedDataSource.wrap(single).getConnection());

            assertThat(rejected.getSQLState()).isEqualTo("25001");
            assertThat((Throwable) rejected)
                    .hasMessageContaining("foreign keys are not enforced on " + url)
                    .hasMessageContaining("borrow the connection before the transaction begins");
            shared.commit();
            assertThat(stored()).isEqualTo("3");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "INSERT INTO parent VALUES (3)",
                    "CREATE TABLE more (id)",
                    "PRAGMA user_version=5",
                    "CREATE TEMP TABLE more (id)",
                    "SELECT id FROM parent"
                })
        void aTransactionOfSqlTextThatHasDoneSomethingIsRejected(String done) throws SQLException {
            Sql.run(shared, "BEGIN", done);

            assertThatThrownBy(() -> EnforcedDataSource.wrap(single).getConnection())
                    .hasMessageContaining("the transaction that is open");
            Sql.run(shared, "COMMIT");
        }

        @Test
        void anEmptyTransactionBeginsAnewAndNoListenerIsTold() throws SQLException {
            List<String> told = new ArrayList<>();
            ((SQLiteConnection) shared).addCommitListener(listener(told));
            shared.setAutoCommit(false);
            borrowAndInsert(4);
            assertThat(told).isEmpty();
            assertThat(stored()).isEqualTo("null");
            shared.commit();

            assertThat(told).containsExactly("commit");
            assertThat(stored()).isEqualTo("4");
        }

        @Test
        void aCheckoutUnderExplicitReadOnlyCommitsNothing() throws SQLException {
            try (Connection strict =
                    DriverManager.getConnection(url + "?jdbc.explicit_readonly=true&foreign_keys=on")) {
                strict.setAutoCommit(false);
                DataSource source = new SingleConnectionDataSource(strict, true);
                EnforcedDataSource.wrap(source).getConnection().close();
                Sql.run(shared, "INSERT INTO parent VALUES (3)");
            }
            assertThat(stored()).isEqualTo("3");
        }
    }

    @Nested
    class OfAMigration {
        @BeforeEach
        void enforce() throws SQLException {
            Sql.run(shared, "PRAGMA foreign_keys=ON");
        }

        @Test
        void aTransactionOfTheApplicationIsNeitherCommittedNorRolledBack() throws SQLException {
            shared.setAutoCommit(false);
            Sql.run(shared, "INSERT INTO parent VALUES (3)");

            assertThatThrownBy(() -> MigrationScope.run(EnforcedDataSource.wrap(single), migrating -> {}))
                    .hasMessageContaining("a transaction is open");
            assertThat(stored()).isEqualTo("null");
            shared.commit();
            assertThat(stored()).isEqualTo("3");
        }

        @Test
        void autoCommitIsAsItWas() throws SQLException {
            shared.setAutoCommit(false);
            MigrationScope.run(EnforcedDataSource.wrap(single), migrating -> {
                try (Connection connection = migrating.getConnection()) {
                    Sql.run(connection, "INSERT INTO parent VALUES (3)");
                }
            });

            assertThat(stored()).isEqualTo("3");
            assertThat(shared.getAutoCommit()).isFalse();
        }
    }

    @Nested
    class OnTheWayBack {
        @Test
        void aFailureHidesNoRejection() throws SQLException {
            Sql.run(shared, "BEGIN", "INSERT INTO parent VALUES (3)");
            SQLException rejected =
                    catchThrowableOfType(SQLException.class, () -> EnforcedDataSource.wrap(failingToClose())
                            .getConnection());

            assertThat(rejected.getSQLState()).isEqualTo("25001");
            assertThat(rejected.getSuppressed()).hasSize(1);
            Sql.run(shared, "COMMIT");
        }

        private DataSource failingToClose() {
            Connection failing = (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            throw new IllegalStateException("the pool is closed");
                        }
                        return method.invoke(shared, arguments);
                    });
            return new SingleConnectionDataSource(failing, false);
        }
    }

    @Nested
    class OfSpring {
        @Test
        void isJoinedThroughATransactionAwareProxy() throws SQLException {
            try (HikariDataSource pool = pool()) {
                DataSource aware = new TransactionAwareDataSourceProxy(EnforcedDataSource.wrap(pool));
                DataSource twice = EnforcedDataSource.wrap(aware);
                new TransactionTemplate(new DataSourceTransactionManager(aware)).executeWithoutResult(status -> {
                    new JdbcTemplate(aware).update("INSERT INTO parent VALUES (3)");
                    new JdbcTemplate(twice).update("INSERT INTO parent VALUES (4)");
                    new JdbcTemplate(aware).update("INSERT INTO parent VALUES (5)");
                });
            }
            assertThat(stored()).isEqualTo("3,4,5");
        }

        private HikariDataSource pool() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(1);
            return new HikariDataSource(config);
        }
    }

    private void borrowAndInsert(int id) throws SQLException {
        try (Connection borrowed = EnforcedDataSource.wrap(single).getConnection()) {
            Sql.run(borrowed, "INSERT INTO parent VALUES (" + id + ")");
        }
    }

    private static SQLiteCommitListener listener(List<String> told) {
        return new SQLiteCommitListener() {
            @Override
            public void onCommit() {
                told.add("commit");
            }

            @Override
            public void onRollback() {
                told.add("rollback");
            }
        };
    }
}
