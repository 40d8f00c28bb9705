package dev.referent.corpus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.port.StorageCheck.Findings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
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
                    file,
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
}
