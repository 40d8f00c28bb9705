package dev.referent.corpus.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.StorageFullException;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.port.InFlightFile;
import dev.referent.corpus.usecase.SettleFiles;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadDirectoryTest {

    private static final StoredName NAME = new StoredName("00000000-0000-0000-0000-00000000000a.wav");

    @TempDir
    Path root;

    private UploadDirectory directory;

    @BeforeEach
    void open() {
        directory = UploadDirectory.open(root, 10);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void keepsAFileInFlightUntilItIsSettled() throws IOException {
        InFlightFile staged = directory.stage("wav", content("RIFF"));
        assertThat(files()).containsExactly("incoming/" + staged.name().value());
        assertThat(read(staged.name())).contains("RIFF");

        staged.keep();
        assertThat(files()).containsExactly(staged.name().value());
        assertThat(read(staged.name())).contains("RIFF");
        assertThat(directory.inFlight()).isEmpty();
    }

    @Test
    void leavesNothingOfADiscardedFile() throws IOException {
        directory.stage("wav", content("RIFF")).discard();
        assertThat(files()).isEmpty();
    }

    @Test
    void keepsToATotalSize() throws IOException {
        directory.close();
        directory = UploadDirectory.open(root, 10, 10);
        InFlightFile first = directory.stage("wav", content("123456"));
        first.keep();
        assertThatThrownBy(() -> directory.stage("wav", content("12345")))
                .isInstanceOf(StorageFullException.class)
                .hasMessage("the uploaded files may take 10 bytes together; delete some, then send it again");
        assertThat(files()).containsExactly(first.name().value());
        directory.stage("wav", content("1234")).discard();
        directory.stage("wav", content("1234")).keep();
        directory.close();

        directory = UploadDirectory.open(root, 10, 10);
        assertThatThrownBy(() -> directory.stage("wav", content("1"))).isInstanceOf(StorageFullException.class);
        directory.markForRemoval(first.name()).discard();
        directory.stage("wav", content("123456")).keep();
    }

    @Test
    void hasRoomAfterAFileThatGrewWasRemoved() throws IOException {
        InFlightFile file = directory.stage("wav", content("RIFF"));
        file.keep();
        Files.writeString(root.resolve(file.name().value()), "longer than before");

        directory.markForRemoval(file.name()).discard();

        assertThat(directory.failures()).isEmpty();
    }

    @Test
    void followsNoSymbolicLink() throws IOException {
        Path secret = Files.writeString(root.resolveSibling(root.getFileName() + "-secret"), "secret");
        try {
            Files.createSymbolicLink(root.resolve(NAME.value()), secret);
            assertThat(directory.read(NAME)).isEmpty();
            Files.delete(root.resolve(NAME.value()));
            Files.createSymbolicLink(root.resolve("incoming").resolve(NAME.value()), secret);
            assertThat(directory.read(NAME)).isEmpty();
            Files.delete(root.resolve("incoming").resolve(NAME.value()));
            Files.createDirectory(root.resolve(NAME.value()));
            assertThat(directory.read(NAME)).isEmpty();
            assertThat(secret).hasContent("secret");
        } finally {
            Files.delete(secret);
        }
    }

    @Test
    void leavesNothingBehindWhereAFileIsInTheWay(@TempDir Path other) throws IOException {
        Path inTheWay = Files.writeString(other.resolve("leaving"), "mine");

        assertThatThrownBy(() -> UploadDirectory.open(other, 10))
                .hasMessageContaining(inTheWay + " is a file, a link or a pipe");

        try (var files = Files.list(other)) {
            assertThat(files).containsExactly(inTheWay);
        }
    }

    @Test
    void keepsALinkThatLeadsNowhere(@TempDir Path other) throws IOException {
        Path link = Files.createSymbolicLink(other.resolve("incoming"), other.resolve("nowhere"));

        assertThatThrownBy(() -> UploadDirectory.open(other, 10)).hasMessageContaining(link.toString());

        assertThat(link).isSymbolicLink();
    }

    @Test
    void opensNoDirectoryWhoseFilesWouldBeElsewhere(@TempDir Path elsewhere) throws IOException {
        directory.close();
        for (String name : List.of("incoming", "leaving", ".lock")) {
            Path own = root.resolve(name);
            Files.delete(own);
            Files.createSymbolicLink(own, name.equals(".lock") ? elsewhere.resolve("file") : elsewhere);
            assertThatThrownBy(() -> UploadDirectory.open(root, 10))
                    .as(name)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(own.toString());
            Files.delete(own);
            UploadDirectory.open(root, 10).close();
        }
        assertThat(elsewhere).isEmptyDirectory();
        directory = UploadDirectory.open(root, 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "incoming", "leaving"})
    void writesAndReadsNothingInAFolderThatWasReplaced(String name, @TempDir Path elsewhere) throws IOException {
        settled();
        InFlightFile staged = directory.stage("wav", content("RIFF"));
        Path folder = root.resolve(name);
        Path before = Files.move(folder, elsewhere.resolve("before"));
        Path other = elsewhere.resolve("other");
        Files.createDirectories(other.resolve("incoming"));
        Files.createDirectory(other.resolve("leaving"));
        Files.createSymbolicLink(folder, other);
        try {
            assertThat(directory.failures()).containsExactly(UploadFolders.REPLACED);
            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    () -> directory.stage("wav", content("RIFF")),
                    () -> directory.markForRemoval(NAME),
                    () -> directory.read(NAME))) {
                assertThatThrownBy(use)
                        .isInstanceOf(StorageUnavailableException.class)
                        .hasMessage(UploadFolders.REPLACED);
            }
            assertThatThrownBy(staged::keep)
                    .isInstanceOfSatisfying(StorageUnavailableException.class, e -> assertThat(e.isInDoubt())
                            .isTrue());
        } finally {
            Files.delete(folder);
            Files.move(before, folder);
        }
        assertThat(read(NAME)).contains("old");
    }

    @ParameterizedTest
    @ValueSource(strings = {".lock", "incoming", "leaving"})
    @Timeout(10)
    void doesNotWaitForAPipe(String name) throws Exception {
        directory.close();
        Files.delete(root.resolve(name));
        assumeTrue(new ProcessBuilder("mkfifo", root.resolve(name).toString())
                        .start()
                        .waitFor()
                == 0);

        assertThatThrownBy(() -> UploadDirectory.open(root, 10))
                .hasMessageContaining(root.resolve(name).toString());

        Files.delete(root.resolve(name));
        directory = UploadDirectory.open(root, 10);
    }

    @Test
    void removesTheDirectoriesThatItHasCreated() {
        try (UploadDirectory nested = UploadDirectory.open(root.resolve("a/b/c"), 10)) {
            nested.removeCreated();
        }
        assertThat(root.resolve("a")).doesNotExist();
    }

    @Test
    void rejectsAnEmptyFileAndLeavesNothing() throws IOException {
        assertThatThrownBy(() -> directory.stage("wav", content("")))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
        assertThat(files()).isEmpty();
    }

    @Test
    void acceptsAFileOfTheMaximumSizeAndRejectsALargerOne() throws IOException {
        directory.stage("wav", content("0123456789")).discard();
        assertThatThrownBy(() -> directory.stage("wav", content("0123456789a")))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE));
        assertThat(files()).isEmpty();
    }

    @Test
    void leavesNothingOfAnInterruptedUpload() throws IOException {
        InputStream broken = new FilterInputStream(content("abc")) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = super.read(buffer, offset, length);
                if (read < 0) {
                    throw new InvalidInputException("cut off");
                }
                return read;
            }
        };
        assertThatThrownBy(() -> directory.stage("wav", broken)).hasMessage("cut off");
        assertThat(files()).isEmpty();
    }

    @Test
    void keepsAFileMarkedForRemovalReadableUntilItIsDiscarded() throws IOException {
        settled();
        InFlightFile marked = directory.markForRemoval(NAME);
        assertThat(read(NAME)).contains("old");
        assertThat(directory.inFlight()).extracting(InFlightFile::name).containsExactly(NAME);

        marked.discard();
        assertThat(files()).isEmpty();
        assertThat(read(NAME)).isEmpty();
    }

    @Test
    void allowsTwoRequestsToMarkTheSameFileForRemoval() throws IOException {
        settled();
        InFlightFile first = directory.markForRemoval(NAME);
        InFlightFile second = directory.markForRemoval(NAME);
        first.keep();
        assertThat(directory.inFlight()).extracting(InFlightFile::name).containsExactly(NAME);
        second.keep();
        assertThat(files()).containsExactly(NAME.value());
    }

    @Test
    void settlesAFileThatIsMarkedForRemovalBeforeItIsKept() throws IOException {
        InFlightFile staged = directory.stage("wav", content("RIFF"));
        directory.markForRemoval(staged.name()).discard();
        staged.keep();
        assertThat(files()).isEmpty();
    }

    @Test
    void doesNotTouchFilesOfOthers() throws IOException {
        Files.writeString(root.resolve("notes.txt"), "mine");
        Files.writeString(root.resolve("leaving/notes.txt"), "mine");
        Files.writeString(root.resolve("incoming/notes.txt"), "mine");
        new SettleFiles(names -> Set.of(), directory).settleAll();
        assertThat(files()).containsExactlyInAnyOrder("notes.txt", "leaving/notes.txt", "incoming/notes.txt");
    }

    @Test
    void rejectsASecondServer() {
        assertThatThrownBy(() -> UploadDirectory.open(root, 10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another server uses the uploads directory " + root);
        directory.close();
        directory = UploadDirectory.open(root, 10);
    }

    @Test
    void rejectsADirectoryThatIsAFile() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");
        assertThatThrownBy(() -> UploadDirectory.open(file, 10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("choose another");
    }

    /** What a crash can leave, and how the next start settles it. */
    @Nested
    class AfterACrash {

        @Test
        void discardsAFileWhoseRowWasNeverStored() throws IOException {
            incoming();
            settleWithRows();
            assertThat(files()).isEmpty();
        }

        @Test
        void keepsAFileWhoseRowWasStored() throws IOException {
            incoming();
            settleWithRows(NAME);
            assertThat(files()).containsExactly(NAME.value());
        }

        @Test
        void keepsAFileWhoseRowIsStillThere() throws IOException {
            settled();
            marker();
            settleWithRows(NAME);
            assertThat(files()).containsExactly(NAME.value());
        }

        @Test
        void discardsAFileWhoseRowIsGone() throws IOException {
            settled();
            marker();
            settleWithRows();
            assertThat(files()).isEmpty();
        }

        @Test
        void dropsTheMarkerOfAFileThatIsGone() throws IOException {
            marker();
            settleWithRows();
            assertThat(files()).isEmpty();
        }

        @Test
        void settlesAFileThatIsBeingAddedAndRemoved() throws IOException {
            incoming();
            marker();
            settleWithRows(NAME);
            assertThat(files()).containsExactly(NAME.value());

            incoming();
            marker();
            settleWithRows();
            assertThat(files()).isEmpty();
        }

        private void settleWithRows(StoredName... known) {
            directory.close();
            directory = UploadDirectory.open(root, 10);
            new SettleFiles(names -> Set.of(known), directory).settleAll();
        }
    }

    private void incoming() throws IOException {
        Files.writeString(root.resolve("incoming").resolve(NAME.value()), "new");
    }

    private void settled() throws IOException {
        Files.writeString(root.resolve(NAME.value()), "old");
    }

    private void marker() throws IOException {
        Files.createFile(root.resolve("leaving").resolve(NAME.value() + ".f00d"));
    }

    private Optional<String> read(StoredName name) throws IOException {
        Optional<FileChannel> file = directory.read(name);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream content = Channels.newInputStream(file.get())) {
            return Optional.of(new String(content.readAllBytes(), UTF_8));
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !file.equals(".lock"))
                    .toList();
        }
    }

    private static InputStream content(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
