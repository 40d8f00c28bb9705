package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.referent.corpus.StoredName;
import dev.referent.corpus.storage.UploadDirectory;
import dev.referent.corpus.web.WebSettings;
import dev.referent.corpus.web.http.Api;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void refusesAnUploadsDirectoryThatAnotherServerHas() throws SQLException {
        try (RunningServer server = start(0)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> start(0))
                    .withMessage("another server uses the uploads directory %s; stop it or choose another directory"
                            .formatted(stored.uploads()));
            assertThat(new Api(server.uri()).get("/health").status()).isEqualTo(200);
        }
        start(0).close();
    }
}
