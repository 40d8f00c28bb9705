package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

/** What an explanation changes in a transaction stays in memory: if the disk is full, SQLite would roll back the transaction. */
final class PageCacheTest {
    @TempDir
    private Path folder;

    @Test
    void writesNothingIntoTheFile() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("x.db") + "?journal_mode=WAL&cache_size=5";
        try (Connection bare = EnforcedDataSource.open(url)
                        .explainingWithin(Duration.ZERO)
                        .getConnection();
                Connection connection = EnforcedDataSource.open(url)
                        .explainingWithin(Duration.ofSeconds(20))
                        .getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE p (id INTEGER PRIMARY KEY, pad)",
                    "CREATE TABLE e (pid INTEGER REFERENCES p ON DELETE CASCADE, pad)",
                    "CREATE INDEX e_pid ON e (pid)",
                    "CREATE TABLE r (pid INTEGER REFERENCES p ON DELETE RESTRICT)",
                    "CREATE INDEX r_pid ON r (pid)",
                    "CREATE TRIGGER t AFTER DELETE ON p BEGIN UPDATE e SET pad = 1 WHERE pid = 2; END",
                    "INSERT INTO p VALUES (1, 'a')",
                    "INSERT INTO r VALUES (1)",
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
                            + " INSERT INTO e SELECT 1, zeroblob(900) FROM n");

            assertThat(written(bare)).isZero();
            assertThat(written(connection)).isZero();
            assertThat(Sql.read(connection, "PRAGMA cache_size")).isEqualTo(Sql.read(bare, "PRAGMA cache_size"));
        }
    }

    @Test
    void isAsBeforeWhereverTheApplicationInterrupts() throws SQLException {
        int step = 1;
        while (interrupts(step)) {
            step++;
        }
        assertThat(step).isGreaterThan(100);
    }

    /** Fails at a foreign key, is interrupted once, and returns whether it had that many steps. */
    private static boolean interrupts(int step) throws SQLException {
        try (Connection driver = DriverManager.getConnection("jdbc:sqlite::memory:?foreign_keys=on");
                Connection connection = EnforcedDataSource.enforce(driver)) {
            Sql.run(
                    connection,
                    "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE c (id INTEGER PRIMARY KEY, pid INTEGER REFERENCES p)",
                    "ATTACH ':memory:' AS other",
                    "PRAGMA other.cache_size = 7");
            connection.setAutoCommit(false);
            Sql.run(connection, "INSERT INTO p VALUES (2)");
            InterruptOnce handler = new InterruptOnce(step);
            ProgressHandler.setHandler(driver, 1, handler);
            assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO c (pid) VALUES (99)"))
                    .isInstanceOf(SQLException.class);
            ProgressHandler.clearHandler(driver);

            assertThat(Sql.read(connection, "PRAGMA main.cache_size")).isEqualTo("-2000");
            assertThat(Sql.read(connection, "PRAGMA other.cache_size")).isEqualTo("7");
            return handler.steps <= 0;
        }
    }

    private static final class InterruptOnce extends ProgressHandler {
        private int steps;

        InterruptOnce(int step) {
            this.steps = step;
        }

        @Override
        protected int progress() {
            steps--;
            return steps == 0 ? 1 : 0;
        }
    }

    /** Returns how large the log is after a failure in a transaction, which is then rolled back. */
    private long written(Connection connection) throws Exception {
        Sql.run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        connection.setAutoCommit(false);
        Sql.run(connection, "UPDATE p SET pad = 'b'");
        assertThatThrownBy(() -> Sql.run(connection, "DELETE FROM p WHERE length(pad) = 1"))
                .isInstanceOf(ForeignKeyViolationSQLException.class);
        long size = Files.size(folder.resolve("x.db-wal"));
        connection.rollback();
        connection.setAutoCommit(true);
        return size;
    }
}
