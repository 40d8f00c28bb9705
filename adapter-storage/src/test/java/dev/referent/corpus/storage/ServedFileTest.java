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
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored after somebody has deleted or replaced the file; the corpus in memory does the storing. */
final class ServedFileTest {
    private static final String PAGE = " ".repeat(512);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path file;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ServedFile watched;

    private final InMemoryCorpus corpus = new InMemoryCorpus();

    @BeforeEach
    void create() throws IOException {
        file = Files.writeString(folder.resolve("x.sqlite"), PAGE);
        Files.writeString(folder.resolve("x.sqlite-wal"), "log");
        Files.writeString(folder.resolve("x.sqlite-shm"), "index");
        watched = ServedFile.opened(file);
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
    void storesInAFileThatIsStillThere() throws IOException {
        Files.writeString(file, "x".repeat(512));

        assertThat(failureOfAdd(() -> {})).isNull();
        assertThat(stored()).isEqualTo(1);
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
    void storesNothingInAFileThatWasReplaced() throws IOException {
        Path other = Files.writeString(folder.resolve("y.sqlite"), PAGE);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(failureOfAdd(() -> {})).hasMessageContaining("deleted, emptied or replaced");
        assertThat(stored()).isZero();
    }

    @Test
    void storesNothingInAFileThatWasTruncated() throws IOException {
        Files.writeString(file, "");

        assertThat(failureOfAdd(() -> {}).isTemporary()).isFalse();
        assertThat(stored()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-shm"})
    void storesNothingWithoutItsLog(String suffix) throws IOException {
        Path beside = folder.resolve("x.sqlite" + suffix);

        try (FileChannel open = FileChannel.open(beside)) { // as SQLite keeps it
            assertThat(failureOfAdd(() -> delete(beside))).isNotNull();
            Files.createFile(beside); // as another process does that opens the file
            assertThat(failureOfAdd(() -> {})).isNotNull();
            assertThat(open.isOpen()).isTrue();
        }
        assertThat(stored()).isZero();
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

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
