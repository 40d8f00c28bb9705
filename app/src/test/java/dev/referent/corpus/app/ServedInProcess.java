package dev.referent.corpus.app;

import dev.referent.corpus.web.WebSettings;
import dev.referent.corpus.web.http.ServedCorpus;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the server answers by its database, over a server in this process, a new one for each test. */
abstract class ServedInProcess implements StorageContract {
    private final Adapter adapter;

    @SuppressWarnings("NullAway.Init") // set before each test
    private RunningServer server;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Stored stored;

    ServedInProcess(Adapter adapter) {
        this.adapter = adapter;
    }

    @BeforeEach
    final void start(@TempDir Path folder) throws SQLException {
        stored = Stored.in(folder);
        startAgain();
    }

    @Override
    public final void startAgain() throws SQLException {
        WebSettings settings = new WebSettings("127.0.0.1", 0, ServedCorpus.MAX_UPLOAD_BYTES, Optional.empty());
        server = RunningServer.start(
                adapter, new DatabaseUrl("jdbc:sqlite:" + stored.database()), stored.uploads(), settings);
    }

    @Override
    @AfterEach
    public final void stop() {
        server.close();
    }

    @Override
    public final URI uri() {
        return server.uri();
    }

    @Override
    public final Stored stored() {
        return stored;
    }

    @Override
    public final void storeOrphan(long utterance, long audio, long transcription) {
        stored.execute(INSERT_ORPHAN.formatted(utterance, audio, transcription));
    }
}
