package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the file is, the answer is right or a clear error, and nothing is written. */
final class AuditedFilesTest {
    private static final String ORPHAN =
            """
            CREATE TABLE p (id INTEGER PRIMARY KEY, filler);
            CREATE TABLE c (p INT REFERENCES p, filler);
            CREATE INDEX c_p ON c (p);
            INSERT INTO c VALUES (5, NULL);
            """;

    @TempDir
    private Path folder;

    private void assertFails(Path file, String message) throws IOException {
        Map<String, String> before = Sqlite.hashes(folder);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Audit.of(file).run())
                .withMessageStartingWith(file.toString())
                .withMessageContaining(message);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Repair.of(file).apply())
                .withMessageContaining(message);
        assertThat(Sqlite.hashes(folder)).isEqualTo(before);
    }

    private void assertOneOrphan(Path file) throws IOException, SQLException {
        Map<String, String> before = Sqlite.hashes(folder);
        assertThat(Audit.of(file).run().orphanRows()).isOne();
        assertThat(Repair.of(file).plan().tables()).hasSize(1);
        assertThat(Sqlite.hashes(folder)).isEqualTo(before);
    }

    /** What is open cannot be deleted on Windows, and keeps its space on other systems. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void isNotLeftOpenIfItIsNoDatabase() throws Exception {
        Path text = Files.writeString(folder.resolve("text.db"), "no database ".repeat(100));

        assertThatThrownBy(() -> Audit.of(text).run()).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> Repair.of(text).apply()).isInstanceOf(SQLException.class);

        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.filter(Files::exists).filter(file -> isSame(file, text)))
                    .isEmpty();
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aFileThatDoesNotExistIsNotMade() throws IOException {
        assertFails(folder.resolve("none.db"), "does not exist");
    }

    @Test
    void aDirectoryIsNone() throws IOException {
        assertFails(folder, "is a directory; name a file in it");
    }

    @Test
    void aPathThatGoesOnAfterAFileDoesNotExist() throws IOException {
        assertFails(Files.createFile(folder.resolve("app.db")).resolve("app.db"), "does not exist");
    }

    /** Nobody writes into the pipe. */
    @Test
    @Timeout(60)
    @EnabledOnOs(OS.LINUX)
    void aNamedPipeIsNoRegularFile() throws Exception {
        Path outside = Files.createTempDirectory("pipe");
        Path pipe = outside.resolve("pipe.db");
        try {
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
            assertFails(pipe, "is not a regular file");
        } finally {
            Files.deleteIfExists(pipe);
            Files.delete(outside);
        }
    }

    @Test
    void anotherFileAndAnEncryptedOneAreNone() throws IOException {
        byte[] noise = new byte[8192];
        new Random(1).nextBytes(noise);
        assertFails(
                Files.write(folder.resolve("encrypted.db"), noise),
                "is a file but not an SQLite database, or it is encrypted");
        assertFails(
                Files.writeString(folder.resolve("text.db"), "a text that is long enough".repeat(99)),
                "is a file but not an SQLite database");
    }

    @Test
    void anEmptyFileHasNoKeys() throws SQLException, IOException {
        Path file = Files.createFile(folder.resolve("empty.db"));

        assertThat(Audit.of(file).run().keys()).isEmpty();
        assertThat(Repair.of(file).apply().isEmpty()).isTrue();
        assertThat(Files.size(file)).isZero();
    }

    @Test
    void aDamagedFileIsNamed() throws IOException, SQLException {
        Path file = Sqlite.file(
                folder.resolve("damaged.db"),
                ORPHAN,
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                        + " INSERT INTO c SELECT 1, randomblob(100) FROM n");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] noise = new byte[4096];
            new Random(2).nextBytes(noise);
            for (long page = 3; page * 4096 < channel.size(); page++) {
                channel.write(ByteBuffer.wrap(noise), page * 4096);
            }
        }
        assertFails(file, "is damaged");
    }

    @Test
    void pagesMayBeHuge() throws IOException, SQLException {
        assertOneOrphan(Sqlite.file(folder.resolve("huge.db"), "PRAGMA page_size=65536", ORPHAN));
    }

    @Test
    void aFileInWalModeThatNobodyHasOpenGetsNoFilesBesideIt() throws IOException, SQLException {
        assertOneOrphan(Sqlite.file(folder.resolve("wal.db"), "PRAGMA journal_mode=WAL", ORPHAN));
    }

    /** A backup would begin again at each of its commits. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aWriterInWalModeGoesOnMeanwhile() throws IOException, SQLException, InterruptedException {
        String filler = "WITH RECURSIVE n (i) AS (VALUES (1000) UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
                + " INSERT INTO p SELECT i, zeroblob(3000) FROM n";
        Path file = Sqlite.file(folder.resolve("live.db"), "PRAGMA journal_mode=WAL", ORPHAN, filler);
        AtomicBoolean stopped = new AtomicBoolean();
        try (Connection writer = Sqlite.open(file)) {
            Sqlite.run(writer, "PRAGMA synchronous=OFF", "INSERT INTO p VALUES (99, NULL)");
            Thread writing = new Thread(() -> {
                try {
                    while (!stopped.get()) {
                        Sqlite.run(writer, "INSERT INTO c VALUES (99, 1)");
                    }
                } catch (SQLException e) {
                    stopped.set(true);
                    throw new IllegalStateException(e);
                }
            });
            writing.start();
            for (int i = 0; i < 20; i++) {
                assertThat(Audit.of(file).run().orphanRows()).isOne();
            }
            DatabaseCopy.of(file, folder.resolve("copy.db"));
            assertThat(stopped.getAndSet(true)).isFalse();
            writing.join();
        }
        assertThat(Audit.of(folder.resolve("copy.db")).run().orphanRows()).isOne();
    }

    @Test
    void aSymbolicLinkIsReadWithTheWalBesideItsFile() throws SQLException, IOException {
        Path file = Sqlite.file(folder.resolve("live.db"), "PRAGMA journal_mode=WAL", "CREATE TABLE other (a)");
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);
        try (Connection writer = Sqlite.open(file)) {
            Sqlite.run(writer, ORPHAN.split(";\\s*"));

            assertThat(Audit.of(link).run().orphanRows()).isOne();
            assertThat(Repair.of(link).plan().tables()).hasSize(1);
        }
    }

    @Test
    void aTransactionOfAnotherProcessThatIsNotCommittedIsNotSeen() throws SQLException {
        Path file = Sqlite.file(folder.resolve("open.db"), ORPHAN);
        try (Connection writer = Sqlite.open(file)) {
            Sqlite.run(writer, "BEGIN IMMEDIATE", "INSERT INTO c VALUES (6, NULL)");

            assertThat(Audit.of(file).run().orphanRows()).isOne();
        }
    }

    @Test
    void namesWithSpacesAndSignsOfUrlsAreFiles() throws IOException, SQLException {
        assertOneOrphan(Sqlite.file(folder.resolve("a b%20#c.db"), ORPHAN));
    }

    @Test
    void aFolderMayBeReadOnly() throws IOException, SQLException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path file = Sqlite.file(inner.resolve("a.db"), ORPHAN);
        Path wal = Sqlite.file(inner.resolve("wal.db"), "PRAGMA journal_mode=WAL", ORPHAN);
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertOneOrphan(file);
            assertOneOrphan(wal);
        } finally {
            Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** Whom no permission stops, as root, gets the right answer. */
    @Test
    void aFileThatThisUserMayNotReadIsNamed() throws IOException, SQLException {
        Path file = Sqlite.file(folder.resolve("secret.db"), ORPHAN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));

        if (Files.isReadable(file)) {
            assertOneOrphan(file);
        } else {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> Audit.of(file).run())
                    .withMessageContaining("permissions do not let this user");
        }
    }
}
