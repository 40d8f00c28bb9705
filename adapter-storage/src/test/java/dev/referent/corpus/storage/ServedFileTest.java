package dev.referent.corpus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.FileName;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.Page;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.contract.InMemoryCorpus;
import dev.referent.corpus.usecase.GuardedCorpus;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored after somebody has deleted, replaced or changed the file; the corpus in memory does the storing. */
final class ServedFileTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path file;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Connection connection;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ServedFile watched;

    private final InMemoryCorpus corpus = new InMemoryCorpus();

    @BeforeEach
    void create() throws Exception {
        file = folder.resolve("x.sqlite");
        connection = DriverManager.getConnection("jdbc:sqlite:" + file + "?journal_mode=WAL");
        execute("CREATE TABLE t (x)", "INSERT INTO t VALUES (zeroblob(100000))", "PRAGMA user_version = 1");
        execute("PRAGMA wal_checkpoint");
        watched = ServedFile.opened(file);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        watched.close();
    }

    private void execute(String... sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    /** Makes a database of its own, whose file is complete. */
    private Path other() throws SQLException {
        Path other = folder.resolve("y.sqlite");
        try (Connection filling = DriverManager.getConnection("jdbc:sqlite:" + other);
                Statement statement = filling.createStatement()) {
            statement.execute("CREATE TABLE t (x)");
            statement.execute("INSERT INTO t VALUES (zeroblob(100000))");
            statement.execute("PRAGMA user_version = 2");
        }
        return other;
    }

    /** Writes into the file, as {@code cp} does, which keeps the file itself. */
    private void overwrite(Path content) throws IOException {
        Files.write(file, Files.readAllBytes(content));
    }

    private static void cut(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private Path log() {
        return folder.resolve("x.sqlite-wal");
    }

    private StorageUnavailableException failureOfAdd(Runnable meanwhile) {
        NewAudio draft = new NewAudio(new FileName("a.wav"), StoredName.fresh("wav"), Instant.EPOCH);
        GuardedCorpus adding = new GuardedCorpus(corpus, watched);
        return catchThrowableOfType(StorageUnavailableException.class, () -> {
            meanwhile.run();
            adding.audios().add(draft);
        });
    }

    private long stored() {
        return corpus.audios().list(new Page(1, 0)).total();
    }

    @Test
    void storesInAFileThatSqliteChanges() throws SQLException {
        List<String> changes = List.of(
                "INSERT INTO t VALUES (zeroblob(300000))",
                "PRAGMA wal_checkpoint",
                "CREATE TABLE u (x)",
                "PRAGMA wal_checkpoint(RESTART)",
                "DELETE FROM t",
                "VACUUM",
                "PRAGMA wal_checkpoint",
                "INSERT INTO t VALUES (zeroblob(300000))",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "INSERT INTO t VALUES (1)");
        for (String change : changes) {
            execute(change);
            assertThat(failureOfAdd(() -> {})).as(change).isNull();
        }
        assertThat(stored()).isEqualTo(changes.size());
    }

    /** As that of a corpus from before there were versions, which another process has open. */
    @Test
    void storesInAFileWhoseFirstUserVersionIsInTheLogYet() throws SQLException, IOException {
        execute("PRAGMA user_version = 0", "PRAGMA wal_checkpoint");
        try (ServedFile without = ServedFile.opened(file)) {
            execute("PRAGMA user_version = 2", "PRAGMA wal_checkpoint");

            assertThat(without.isIntact()).isTrue();
            execute("PRAGMA user_version = 3", "PRAGMA wal_checkpoint");
            assertThat(without.isIntact()).isFalse();
        }
    }

    @Test
    void storesInAFileThatWasOnlyTouched() throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

        assertThat(failureOfAdd(() -> {})).isNull();
    }

    @Test
    void storesNothingInAFileThatWasOverwritten() throws SQLException, IOException {
        execute("INSERT INTO t VALUES (1)"); // is in the log alone
        overwrite(other());

        assertThat(failureOfAdd(() -> {})).hasMessageContaining("something other than SQLite has changed it");
        assertThat(stored()).isZero();
        assertThatThrownBy(watched::requireIntact).isInstanceOf(SQLException.class);
    }

    @Test
    void storesNothingInAFileThatWasOverwrittenByAnOlderStateOfItself() throws SQLException, IOException {
        Path backup = Files.copy(file, folder.resolve("backup.sqlite"));
        execute("INSERT INTO t VALUES (zeroblob(100000))", "PRAGMA wal_checkpoint");
        assertThat(failureOfAdd(() -> {})).isNull();

        overwrite(backup);

        assertThat(failureOfAdd(() -> {})).isNotNull();
    }

    @Test
    void storesNothingInAFileThatAnotherOneIsCopiedOverAfterACheckpoint() throws SQLException, IOException {
        execute("INSERT INTO t VALUES (1)", "PRAGMA wal_checkpoint");

        overwrite(other());

        assertThat(failureOfAdd(() -> {})).isNotNull();
    }

    @Test
    void storesNothingInAFileThatWasEmptiedForAMoment() throws IOException {
        byte[] content = Files.readAllBytes(file);
        cut(file, 0);
        assertThat(watched.isIntact()).isFalse();
        Files.write(file, content);

        assertThat(failureOfAdd(() -> {})).isNotNull(); // SQLite may have read zeros
    }

    @Test
    void storesNothingAfterACheckpointOfAFileThatWasOverwritten() throws SQLException, IOException {
        overwrite(other());
        assertThat(watched.isIntact()).isFalse();

        execute("PRAGMA wal_checkpoint(TRUNCATE)");

        assertThat(failureOfAdd(() -> {})).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 50_000})
    void storesNothingIfTheLogWasCutOff(long size) throws SQLException, IOException {
        execute("INSERT INTO t VALUES (zeroblob(100000))");

        cut(log(), size);

        assertThat(failureOfAdd(() -> {}))
                .hasMessageContaining("something other than SQLite has changed it")
                .matches(failure -> !failure.isTemporary() && !failure.isInDoubt());
    }

    @Test
    void storesIfNothingThatWasCutOffFromTheLogIsMissing() throws IOException {
        cut(log(), 0); // all of it is in the file

        assertThat(failureOfAdd(() -> {})).isNull();
    }

    @Test
    void storesNothingInAFileThatIsGone() {
        assertThat(failureOfAdd(() -> delete(file)))
                .hasMessageContaining("deleted, emptied or replaced")
                .extracting(StorageUnavailableException::isTemporary, StorageUnavailableException::isInDoubt)
                .containsExactly(false, false);
        assertThat(stored()).isZero();
        assertThat(catchThrowableOfType(
                        StorageUnavailableException.class,
                        () -> new GuardedCorpus(corpus, watched).removal().remove(new AudioId(1).reference())))
                .isNotNull();
    }

    @Test
    void storesNothingInAFileThatWasReplaced() throws SQLException, IOException {
        Files.move(other(), file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(failureOfAdd(() -> {})).hasMessageContaining("deleted, emptied or replaced");
        assertThat(stored()).isZero();
    }

    /** The next connection would look for the log beside the file, and write one of its own there. */
    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void storesNothingInAFileThatWasMovedAndIsLinked(String journal) throws SQLException, IOException {
        execute("PRAGMA journal_mode = " + journal);
        try (ServedFile moved = ServedFile.opened(file)) {
            Path target = Files.move(file, folder.resolve("moved.sqlite"));
            Files.createSymbolicLink(file, target.getFileName());

            assertThat(moved.isIntact()).isFalse();
        }
    }

    @Test
    void watchesTheFileThatALinkLeadsTo() throws SQLException, IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.sqlite"), file.getFileName());
        Path other = Files.createLink(folder.resolve("hard.sqlite"), file); // has another log
        try (ServedFile linked = ServedFile.opened(link)) {
            execute("INSERT INTO t VALUES (1)");
            assertThat(linked.isIntact()).isTrue();

            Files.delete(link);
            Files.createSymbolicLink(link, other);
            assertThat(linked.isIntact()).isFalse();

            Files.delete(link);
            Files.createSymbolicLink(link, link.getFileName()); // leads nowhere
            assertThat(linked.isIntact()).isFalse();
        }
        try (ServedFile linked = ServedFile.opened(Files.createSymbolicLink(folder.resolve("second.sqlite"), file))) {
            Files.delete(other);
            overwrite(other());

            assertThat(linked.isIntact()).isFalse();
        }
    }

    /** A folder that was moved has the log, too. */
    @Test
    void storesInAFileWhoseFolderWasMovedAndIsLinked(@TempDir Path parent) throws SQLException, IOException {
        Path moving = Files.createDirectory(parent.resolve("a"));
        try (Connection inFolder = DriverManager.getConnection("jdbc:sqlite:" + moving.resolve("x.sqlite"));
                Statement statement = inFolder.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE t (x)");
            try (ServedFile served = ServedFile.opened(moving.resolve("x.sqlite"))) {
                Files.createSymbolicLink(moving, Files.move(moving, parent.resolve("b")));

                assertThat(served.isIntact()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20_000})
    void storesNothingInAFileThatWasCutOff(long size) throws IOException {
        cut(file, size);

        assertThat(failureOfAdd(() -> {}).isTemporary()).isFalse();
        assertThat(stored()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-shm"})
    void storesNothingWithoutItsLog(String suffix) throws IOException {
        Path beside = folder.resolve("x.sqlite" + suffix);

        assertThat(failureOfAdd(() -> delete(beside))).isNotNull();
        Files.createFile(beside); // as another process does that opens the file
        assertThat(failureOfAdd(() -> {})).isNotNull();
        assertThat(stored()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4096})
    void storesNothingWithoutTheIndexOfItsLog(long size) throws IOException {
        Path index = folder.resolve("x.sqlite-shm");
        cut(index, size);

        assertThat(failureOfAdd(() -> {}).isTemporary()).isFalse();
        assertThat(stored()).isZero();

        try (RandomAccessFile whole = new RandomAccessFile(index.toFile(), "rw")) {
            whole.setLength(32_768); // SQLite reads it at the end
        }
    }

    @Test
    void lendsNoConnectionToAFileThatIsGone() {
        delete(file);

        assertThatThrownBy(watched::requireIntact)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("deleted, emptied or replaced");
    }

    @Test
    void acknowledgesNothingThatWasStoredInAFileThatWentMeanwhile() {
        StorageUnavailableException failure = catchThrowableOfType(
                StorageUnavailableException.class,
                () -> watched.run(() -> {
                    delete(file);
                    return "stored";
                }));

        assertThat(failure.isInDoubt()).isTrue();
        assertThat(failure.isTemporary()).isFalse();
    }

    @Test
    void acknowledgesNothingThatWasStoredWhileTheFileWasCutOff() {
        StorageUnavailableException failure = catchThrowableOfType(
                StorageUnavailableException.class,
                () -> watched.run(() -> {
                    try {
                        cut(file, 20_000);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return "stored";
                }));

        assertThat(failure.isInDoubt()).isTrue();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
