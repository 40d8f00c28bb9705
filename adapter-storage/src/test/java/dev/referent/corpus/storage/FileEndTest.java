package dev.referent.corpus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.corpus.StorageUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileEndTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path file;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Connection connection;

    @SuppressWarnings("NullAway.Init") // set before each test
    private FileEnd end;

    @BeforeEach
    void create() throws SQLException {
        file = folder.resolve("x.sqlite");
        connection = DriverManager.getConnection("jdbc:sqlite:" + file + "?journal_mode=WAL");
        execute("CREATE TABLE t (x)", "INSERT INTO t VALUES (zeroblob(100000))", "PRAGMA wal_checkpoint");
        end = new FileEnd(file, () -> DriverManager.getConnection("jdbc:sqlite:" + file));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void execute(String... sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    private void cut() {
        try {
            cut(file, 20_000);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void cut(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    @Test
    void storesNothingInAFileThatWasCutOff() throws SQLException {
        execute("INSERT INTO t VALUES (1)"); // is in the log alone
        cut();

        for (int i = 0; i < 2; i++) {
            StorageUnavailableException failure = catchThrowableOfType(
                    StorageUnavailableException.class,
                    () -> end.run(() -> {
                        throw new AssertionError("the write began");
                    }));
            assertThat(failure)
                    .hasMessageContaining("became shorter and is damaged")
                    .extracting(StorageUnavailableException::isTemporary, StorageUnavailableException::isInDoubt)
                    .containsExactly(false, false);
        }
    }

    @Test
    void acknowledgesNothingIfTheFileIsCutOffMeanwhile() {
        StorageUnavailableException failure = catchThrowableOfType(
                StorageUnavailableException.class,
                () -> end.run(() -> {
                    cut();
                    return "stored";
                }));

        assertThat(failure.isInDoubt()).isTrue();
    }

    @Test
    void storesInAFileThatSqliteShortens() throws SQLException, IOException {
        long before = Files.size(file);
        execute("DELETE FROM t", "VACUUM", "PRAGMA wal_checkpoint");
        assertThat(Files.size(file)).isLessThan(before);

        assertThat(end.run(() -> "stored")).isEqualTo("stored");
    }

    @Test
    void storesInAFileThatIsShorterThanItsPagesInTheLog() throws SQLException {
        execute("DELETE FROM t", "VACUUM", "PRAGMA wal_checkpoint", "INSERT INTO t VALUES (zeroblob(300000))");

        assertThat(end.run(() -> "stored")).isEqualTo("stored");
    }

    @Nested
    class OfTheLog {
        @SuppressWarnings("NullAway.Init") // set before each test
        private Path log;

        @BeforeEach
        void guard() throws SQLException {
            execute("INSERT INTO t VALUES (zeroblob(100000))");
            log = folder.resolve("x.sqlite-wal");
            end = new FileEnd(log, () -> DriverManager.getConnection("jdbc:sqlite:" + file));
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 50_000})
        void storesNothingIfItWasCutOff(long size) throws IOException {
            cut(log, size);

            assertThatExceptionOfType(StorageUnavailableException.class)
                    .isThrownBy(() -> end.run(() -> "stored"))
                    .withMessageContaining("became shorter and is damaged")
                    .matches(failure -> !failure.isTemporary() && !failure.isInDoubt());
        }

        @Test
        void storesIfSqliteShortensIt() throws SQLException {
            execute("PRAGMA wal_checkpoint(TRUNCATE)");
            assertThat(log).isEmptyFile();

            assertThat(end.run(() -> "stored")).isEqualTo("stored");
        }

        @Test
        void storesIfNothingThatWasCutOffIsMissing() throws SQLException, IOException {
            execute("PRAGMA wal_checkpoint");
            cut(log, 0);

            assertThat(end.run(() -> "stored")).isEqualTo("stored");
        }
    }
}
