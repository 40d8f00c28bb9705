package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A failure that ends a transaction leaves the driver without one although autoCommit is off. The next borrower of the pool's
 * connection has a transaction nevertheless.
 */
final class EndedTransactionInPoolTest {
    @TempDir
    private Path folder;

    @Test
    void orRollbackLeavesTheNextBorrowerATransaction() throws SQLException {
        afterwardsABorrowerRollsBack(connection -> Sql.run(connection, "INSERT OR ROLLBACK INTO parent VALUES (1)"));
    }

    @Test
    void aCancelLeavesTheNextBorrowerATransaction() throws SQLException {
        List<CancelLoop> cancels = new ArrayList<>(); // go on while the pool gets the connection back
        afterwardsABorrowerRollsBack(connection -> {
            connection.createStatement().executeUpdate("INSERT INTO parent VALUES (3)"); // its key stays open
            Statement write = connection.createStatement();
            cancels.add(CancelLoop.of(write));
            write.executeUpdate("WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)"
                    + " INSERT INTO parent SELECT i FROM n");
        });
        cancels.forEach(CancelLoop::close);
    }

    /** What fails, and ends the transaction. */
    @FunctionalInterface
    private interface Failing {
        void run(Connection connection) throws SQLException;
    }

    private void afterwardsABorrowerRollsBack(Failing failing) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + folder.resolve("pool.db"));
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            EnforcedDataSource source = EnforcedDataSource.wrap(pool);
            try (Connection connection = source.getConnection()) {
                Sql.run(connection, "CREATE TABLE parent (id INTEGER PRIMARY KEY)", "INSERT INTO parent VALUES (1)");
            }
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                assertThatThrownBy(() -> failing.run(connection)).isInstanceOf(SQLException.class);
            }
            try (Connection connection = source.getConnection()) {
                assertThat(connection.getAutoCommit()).isTrue();
                connection.setAutoCommit(false);
                Sql.run(connection, "INSERT INTO parent VALUES (2)");
                connection.rollback();
                assertThat(Sql.read(connection, "SELECT group_concat(id) FROM parent"))
                        .isEqualTo("1");
            }
        }
    }
}
