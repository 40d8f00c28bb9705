package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.corpus.StoredName;
import dev.referent.corpus.storage.UploadDirectory;
import dev.referent.corpus.web.WebSettings;
import dev.referent.corpus.web.http.Answer;
import dev.referent.corpus.web.http.Api;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start does before it listens. */
final class RunningServerTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Stored stored;

    @BeforeEach
    void store() {
        stored = Stored.in(folder);
    }

    private RunningServer start(int port) throws SQLException {
        return RunningServer.start(
                Adapter.MYBATIS,
                new DatabaseUrl("jdbc:sqlite:" + stored.database()),
                stored.uploads(),
                new WebSettings("127.0.0.1", port, 1_000, Optional.empty()));
    }

    /** Leaves a file without a row on its way in, and each file of a row, and one without, on its way out. */
    private void crash() throws SQLException {
        try (RunningServer server = start(0)) {
            new Api(server.uri()).audio("a.wav");
        }
        Set<String> settled = stored.files();
        try (UploadDirectory files = UploadDirectory.open(stored.uploads(), 1_000)) {
            files.stage("wav", new ByteArrayInputStream(new byte[1]));
            var kept = files.stage("wav", new ByteArrayInputStream(new byte[1]));
            kept.keep();
            files.markForRemoval(kept.name());
            settled.forEach(name -> files.markForRemoval(new StoredName(name)));
        }
        assertThat(stored.files()).hasSize(5).containsAll(settled);
    }

    @Test
    void settlesWhatACrashLeftInFlight() throws SQLException {
        crash();

        try (RunningServer server = start(0)) {
            assertThat(stored.files()).isEqualTo(stored.column("SELECT stored_name FROM audio"));
            assertThat(new Api(server.uri()).get("/v0.1/audio/1/file/a.wav").body())
                    .isEqualTo("RIFF");
        }
    }

    @Test
    void settlesItBeforeItListens() throws Exception {
        crash();

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> start(taken.getLocalPort()))
                    .withMessageContaining("cannot listen");
        }
        assertThat(stored.files()).hasSize(1).isEqualTo(stored.column("SELECT stored_name FROM audio"));
    }

    @Test
    void rejectsAnUploadsDirectoryThatAnotherServerHas() throws SQLException {
        try (RunningServer server = start(0)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> start(0))
                    .withMessage("another server uses the uploads directory %s; stop it or choose another directory"
                            .formatted(stored.uploads()));
            assertThat(new Api(server.uri()).get("/health").status()).isEqualTo(200);
        }
        start(0).close();
    }

    @Test
    void createsNoDatabaseBesideTheFilesOfAnother() throws Exception {
        start(0).close();
        Path moved = Files.move(stored.database(), folder.resolve("moved.sqlite"));

        assertThatThrownBy(() -> start(0))
                .isInstanceOf(SQLException.class)
                .hasMessage(
                        "there is no database %s, but the uploads directory %s belongs to one; put that database back, or"
                                + " name another directory with --uploads",
                        stored.database(), stored.uploads());
        assertThat(stored.database()).doesNotExist();

        Files.move(moved, stored.database());
        start(0).close();
    }

    @Test
    void leavesNothingOfAStartThatFails() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatIllegalStateException().isThrownBy(() -> start(taken.getLocalPort()));
        }
        assertThat(folder).isEmptyDirectory();

        Files.createDirectory(stored.uploads());
        Files.writeString(stored.uploads().resolve("somebody's.wav"), "RIFF");
        assertThatThrownBy(() -> start(0)).hasMessageContaining("does not belong to this database");
        assertThat(folder).isDirectoryContaining("glob:**.sqlite-uploads").isDirectoryNotContaining("glob:**.sqlite");
        assertThat(stored.uploads()).isDirectoryContaining("glob:**.wav");
        try (Stream<Path> files = Files.list(stored.uploads())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void leavesNothingInTheUploadsIfTheDatabaseWasThereAlready() throws Exception {
        Files.createFile(stored.database());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatIllegalStateException().isThrownBy(() -> start(taken.getLocalPort()));
            assertThat(stored.uploads()).doesNotExist();

            Files.createDirectory(stored.uploads());
            assertThatIllegalStateException().isThrownBy(() -> start(taken.getLocalPort()));
            assertThat(stored.uploads()).isEmptyDirectory();
        }
        assertThat(stored.column("SELECT uploads FROM corpus")).isEmpty();
        start(0).close();
    }

    @Test
    void keepsWhatWasThereBeforeAStartThatFails() throws Exception {
        start(0).close();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatIllegalStateException().isThrownBy(() -> start(taken.getLocalPort()));
        }
        start(0).close();
    }

    @Test
    void acknowledgesNoWriteToADatabaseThatIsGone() throws Exception {
        try (RunningServer server = start(0)) {
            Api api = new Api(server.uri());
            long audio = api.audio("a.wav");
            Path backup = folder.resolve("backup.sqlite");
            stored.execute("VACUUM INTO '" + backup + "'");

            Files.delete(stored.database());
            assertLost(api, audio);
            Files.move(backup, stored.database());
            assertLost(api, audio);
        }
        for (String suffix : new String[] {"-wal", "-shm"}) {
            Files.deleteIfExists(Path.of(stored.database() + suffix));
        }
        try (RunningServer server = start(0)) {
            assertThat(new Api(server.uri()).get("/v0.1/audio/1/file/a.wav").body())
                    .isEqualTo("RIFF");
        }
        stored.assertValid();
    }

    @Test
    void saysThatADatabaseWasEmptied() throws Exception {
        try (RunningServer server = start(0)) {
            Api api = new Api(server.uri());
            long audio = api.audio("a.wav");

            Files.write(stored.database(), new byte[0]);

            for (Answer answer : List.of(
                    api.get("/v0.1/audio"),
                    api.get("/health"),
                    api.upload("b.wav"),
                    api.post("/v0.1/transcription", "{\"text\":\"t\"}"),
                    api.delete("/v0.1/audio/" + audio))) {
                assertThat(answer.detail(503)).contains("deleted, emptied or replaced");
                assertThat(answer.header("Retry-After")).isEmpty();
            }
        }
    }

    @Test
    void logsOneLineForAnAuditThatFails() throws Exception {
        try (RunningServer server = start(0)) {
            Api api = new Api(server.uri());
            api.get("/v0.1/audio").json(200); // what checks the answers logs a line of its own at first
            Files.write(stored.database(), new byte[0]);

            String log = Stderr.of(
                    () -> assertThat(api.post("/audit/run", "{}").body()).contains("cannot be read"));

            assertThat(log.lines()).singleElement().asString().contains("the audit of the served database failed (");
        }
    }

    @Test
    void logsOneLineForAFileThatCannotBeRemoved() throws Exception {
        try (RunningServer server = start(0)) {
            Api api = new Api(server.uri());
            long audio = api.audio("a.wav");
            Path file;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(stored.uploads(), "*.wav")) {
                file = files.iterator().next();
            }
            Files.delete(file);
            Files.createDirectories(file.resolve("in the way"));

            String log = Stderr.of(() ->
                    assertThat(api.delete("/v0.1/audio/" + audio).status()).isEqualTo(204));

            assertThat(log.lines()).singleElement().asString().contains("stays in flight until the next start (");
            Files.delete(file.resolve("in the way"));
        }
    }

    @Test
    void stopsAlthoughTheIndexOfItsLogIsCutOff() throws Exception {
        ServerProcess server = ServerProcess.serve(folder, "--url", "jdbc:sqlite:x.sqlite");
        Files.write(folder.resolve("x.sqlite-shm"), new byte[0]);
        server.close();

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("what a JVM leaves when it crashes")
                    .noneMatch(name -> name.startsWith("hs_err"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-wal"})
    void acknowledgesNoWriteToADatabaseThatWasCutOff(String suffix) throws Exception {
        try (RunningServer server = start(0)) {
            Api api = new Api(server.uri());
            long audio = api.audio("a.wav");

            try (FileChannel file = FileChannel.open(Path.of(stored.database() + suffix), StandardOpenOption.WRITE)) {
                file.truncate(file.size() / 2);
            }

            for (Answer answer : List.of(
                    api.upload("b.wav"), api.post("/v0.1/transcription", "{\"text\":\"t\"}"), api.pair(audio, 1))) {
                assertThat(answer.detail(503))
                        .contains("something other than SQLite has changed it", "restart the server");
                assertThat(answer.header("Retry-After")).isEmpty();
            }
        }
    }

    /** SQLite copies its log into the file when the log has 1,000 pages. */
    @Test
    void acknowledgesWritesAfterTheFirstCheckpointOfANewDatabase() throws SQLException {
        WebSettings settings = new WebSettings("127.0.0.1", 0, 8 << 20, Optional.empty());
        DatabaseUrl url = new DatabaseUrl("jdbc:sqlite:" + stored.database());
        try (RunningServer server = RunningServer.start(Adapter.MYBATIS, url, stored.uploads(), settings)) {
            Api api = new Api(server.uri());

            for (int i = 0; i < 6; i++) {
                assertThat(api.post("/v0.1/transcription", "{\"text\":\"" + "x".repeat(1 << 20) + "\"}")
                                .status())
                        .isEqualTo(201);
            }
        }
    }

    /** A corpus as well, with the same tables in as many pages. */
    @Test
    void acknowledgesNoWriteToADatabaseThatWasOverwritten() throws Exception {
        DatabaseUrl url = new DatabaseUrl("jdbc:sqlite:" + folder.resolve("other.sqlite"));
        WebSettings settings = new WebSettings("127.0.0.1", 0, 1 << 20, Optional.empty());
        RunningServer.start(Adapter.MYBATIS, url, folder.resolve("others"), settings)
                .close();
        try (RunningServer server = start(0)) {
            Api api = new Api(server.uri());
            long audio = api.audio("a.wav");

            // keeps the length: a connection that a pool opens in a file without one waits long for a lock
            Files.write(stored.database(), Files.readAllBytes(url.file().orElseThrow()), StandardOpenOption.WRITE);

            assertLost(api, audio);
            assertThat(api.get("/v0.1/audio").detail(503)).contains("something other than SQLite has changed it");
        }
    }

    @Test
    void answersWithoutTheUploadsDirectoryThatItIsMissing() throws Exception {
        try (RunningServer server = start(0)) {
            Api api = new Api(server.uri());
            long audio = api.audio("a.wav");
            Path moved = Files.move(stored.uploads(), folder.resolve("moved"));

            assertThat(api.get("/v0.1/audio/" + audio + "/file/a.wav").detail(503))
                    .contains("uploads directory is missing");
            assertThat(api.upload("b.wav").detail(503)).contains("uploads directory is missing");

            Files.move(moved, stored.uploads());
        }
    }

    private static void assertLost(Api api, long audio) {
        for (Answer answer : List.of(
                api.upload("b.wav"),
                api.post("/v0.1/transcription", "{\"text\":\"t\"}"),
                api.pair(audio, 1),
                api.delete("/v0.1/audio/" + audio))) {
            assertThat(answer.detail(503)).contains("was deleted, emptied or replaced", "restart the server");
            assertThat(answer.header("Retry-After")).isEmpty();
        }
    }

    @Test
    void keepsToATotalSize() throws SQLException {
        DatabaseUrl url = new DatabaseUrl("jdbc:sqlite:" + stored.database());
        WebSettings settings = new WebSettings("127.0.0.1", 0, 1 << 20, Optional.empty());
        try (RunningServer server = RunningServer.start(Adapter.MYBATIS, url, stored.uploads(), settings, 1 << 20)) {
            Api api = new Api(server.uri());
            String text = "{\"text\":\"" + "x".repeat(300_000) + "\"}";
            Answer answer = api.post("/v0.1/transcription", text);
            for (int i = 0; i < 4 && answer.status() == 201; i++) {
                answer = api.post("/v0.1/transcription", text);
            }
            assertThat(answer.detail(507))
                    .isEqualTo("the database may take 1 MiB, which are used up; delete records, or allow more");
            assertThat(api.delete("/v0.1/transcription/1").status()).isEqualTo(204);
            assertThat(api.post("/v0.1/transcription", text).status()).isEqualTo(201);
        }
    }

    @Test
    void keepsTheUploadsDirectoryUntilNoLateWriteCanReachTheDatabase() throws Exception {
        Path log = Path.of(stored.database() + "-wal"); // until its last connection is closed
        RunningServer server = start(0);
        assertThat(log).exists();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        try (UploadDirectory next = openedWhenItIsFree()) {
            assertThat(log).doesNotExist();
            assertThat(next.inFlight()).isEmpty();
        }
        closed.get(30, TimeUnit.SECONDS);
    }

    private UploadDirectory openedWhenItIsFree() {
        while (true) {
            try {
                return UploadDirectory.open(stored.uploads(), 1_000);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("another server uses the uploads directory");
            }
        }
    }
}
