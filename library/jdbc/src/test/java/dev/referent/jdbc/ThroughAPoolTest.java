package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same violations reach the user whether Referent wraps the pool, or the pool Referent. */
final class ThroughAPoolTest {
    private static final String MISSING =
            "child.parent_id = 99 has no matching parent.id (foreign key child_parent_fk)";

    @TempDir
    private Path folder;

    private String url = "";

    /** What is wrapped around what. */
    private enum Way {
        REFERENT_AROUND_THE_POOL {
            @Override
            DataSource over(HikariDataSource pool) {
                return EnforcedDataSource.wrap(pool);
            }
        },
        THE_POOL_AROUND_REFERENT {
            @Override
            DataSource over(HikariDataSource pool) {
                return pool;
            }
        };

        abstract DataSource over(HikariDataSource pool);

        HikariDataSource pool(String url) throws SQLException {
            HikariConfig config = new HikariConfig();
            config.setMaximumPoolSize(1);
            if (this == REFERENT_AROUND_THE_POOL) {
                config.setJdbcUrl(url);
            } else {
                config.setDataSource(EnforcedDataSource.open(url));
            }
            return new HikariDataSource(config);
        }
    }

    @BeforeEach
    void makeTheTables() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("pooled.db");
        try (Connection connection = EnforcedDataSource.open(url).getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE child (parent_id INT CONSTRAINT child_parent_fk REFERENCES parent)",
                    "CREATE TABLE later (parent_id INT CONSTRAINT later_parent_fk REFERENCES parent"
                            + " DEFERRABLE INITIALLY DEFERRED)",
                    "INSERT INTO parent VALUES (1)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAStatement(Way way) throws SQLException {
        try (HikariDataSource pool = way.pool(url);
                Connection connection = way.over(pool).getConnection()) {
            ForeignKeyViolationSQLException violation = catchThrowableOfType(
                    ForeignKeyViolationSQLException.class, () -> Sql.run(connection, "INSERT INTO child VALUES (99)"));

            assertThat(PairedDatabases.complete(violation)).containsExactly(MISSING);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofABatch(Way way) throws SQLException {
        try (HikariDataSource pool = way.pool(url);
                Connection connection = way.over(pool).getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO child VALUES (?)")) {
            for (int parent : new int[] {1, 99, 1}) {
                insert.setInt(1, parent);
                insert.addBatch();
            }
            BatchUpdateException violation = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);

            assertThat(PairedDatabases.rows(violation)).containsExactly("1: " + MISSING);
            assertThat(violation.getUpdateCounts()).containsExactly(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofACommit(Way way) throws SQLException {
        try (HikariDataSource pool = way.pool(url)) {
            try (Connection connection = way.over(pool).getConnection()) {
                connection.setAutoCommit(false);
                Sql.run(connection, "INSERT INTO later VALUES (99)");
                ForeignKeyViolationSQLException violation =
                        catchThrowableOfType(ForeignKeyViolationSQLException.class, connection::commit);

                assertThat(PairedDatabases.complete(violation))
                        .containsExactly(
                                "later.parent_id = 99 has no matching parent.id (foreign key later_parent_fk)");
            }
            try (Connection next = way.over(pool).getConnection()) {
                assertThat(next.getAutoCommit()).isTrue();
                assertThat(Sql.read(next, "SELECT count(*) FROM later")).isEqualTo("0");
            }
        }
    }

    @Test
    void inSilenceFromAPoolThatReferentDoesNotWrap() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection connection = pool.getConnection()) {
            Sql.run(connection, "INSERT INTO child VALUES (99)");
            assertThat(Sql.read(connection, "SELECT count(*) FROM child")).isEqualTo("1");
        }
    }
}
