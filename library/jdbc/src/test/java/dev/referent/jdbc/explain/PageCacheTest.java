package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
