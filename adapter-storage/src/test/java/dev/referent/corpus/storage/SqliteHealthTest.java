package dev.referent.corpus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.port.StorageCheck.Findings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class SqliteHealthTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(30)
    void keepsNobodyWaitingWhileTheFileIsRead() throws Exception {
        Path file = folder.resolve("x.sqlite");
        String url = "jdbc:sqlite:" + file;
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                UploadDirectory uploads = UploadDirectory.open(folder.resolve("uploads"), 1_000)) {
            statement.executeUpdate("CREATE TABLE a (id INTEGER PRIMARY KEY)");
            statement.executeUpdate("CREATE TABLE u (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a)");
            statement.executeUpdate("INSERT INTO u VALUES (1, 7)");
            SqliteHealth health = new SqliteHealth(
                    () -> {
                        reading.countDown();
                        released.await();
                        return DriverManager.getConnection(url);
                    },
                    new DatabaseQuota(file, Long.MAX_VALUE),
                    ServedFile.opened(file),
                    uploads);

            CompletableFuture<Findings> first = CompletableFuture.supplyAsync(health::check);
            reading.await();
            assertThat(health.check()).isEqualTo(Findings.none());
            released.countDown();

            assertThat(first.get(10, TimeUnit.SECONDS).warnings()).containsExactly("1 reference has no parent row");
            assertThat(health.check().warnings()).hasSize(1);
        }
    }

    @Test
    void tellsThatAQuotaIsReached() throws Exception {
        Path file = folder.resolve("x.sqlite");
        String url = "jdbc:sqlite:" + file;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                UploadDirectory uploads = UploadDirectory.open(folder.resolve("uploads"), 1_000, 100)) {
            statement.executeUpdate("CREATE TABLE t (x)");
            statement.executeUpdate("INSERT INTO t VALUES (zeroblob(90000))");
            uploads.stage("wav", new ByteArrayInputStream(new byte[98])).keep();

            assertThat(failures(url, file, uploads, 100_000))
                    .containsExactly(
                            "the uploaded files take the 100 bytes that they may take together; delete recordings, or allow more",
                            "the database takes the 100000 bytes that it may take; delete records, or allow more");
            assertThat(failures(url, file, uploads, 200_000)).hasSize(1);

            statement.executeUpdate("DELETE FROM t"); // the file stays as large, and its pages are free
            assertThat(failures(url, file, uploads, 100_000)).hasSize(1);
        }
    }

    private static List<String> failures(String url, Path file, UploadDirectory uploads, long maxBytes)
            throws IOException {
        return new SqliteHealth(
                        () -> DriverManager.getConnection(url),
                        new DatabaseQuota(file, maxBytes),
                        ServedFile.opened(file),
                        uploads)
                .check()
                .failures();
    }
}
