package dev.referent.corpus.app;

import dev.referent.corpus.app.http.ServedCorpus;
import dev.referent.corpus.app.http.StorageContract;
import dev.referent.corpus.app.http.Stored;
import dev.referent.corpus.storage.CorpusSchema;
import dev.referent.corpus.web.WebSettings;
import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.servers.TestServer;
import dev.referent.jdbc.EnforcedDataSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the server answers by its database, over a demo server in this process and a database server: the same answers as on SQLite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServedOnServer implements StorageContract {
    private final Adapter adapter;
    private final TestServer server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Database database;

    private @Nullable RunningServer running;

    ServedOnServer(Adapter adapter, TestServer server) {
        this.adapter = adapter;
        this.server = server;
    }

    @BeforeAll
    final void makeTables(@TempDir Path ownFolder) throws SQLException {
        folder = ownFolder;
        database = server.fresh();
        CorpusSchema.migrate(EnforcedDataSource.open(database.url()));
    }

    /** Empties what the test before has stored, and starts the server that serves all tests, unless one has stopped it. */
    @BeforeEach
    final void start() throws SQLException, IOException {
        server.empty(database, "utterance", "audio", "transcription");
        if (Files.exists(stored().uploads())) {
            for (String file : stored().files()) {
                Files.delete(stored().uploads().resolve(file));
            }
        }
        if (running == null) {
            WebSettings settings = new WebSettings("127.0.0.1", 0, ServedCorpus.MAX_UPLOAD_BYTES, Optional.empty());
            running = RunningServer.start(adapter, new DatabaseUrl(database.url()), stored().uploads(), settings);
        }
    }

    @Override
    @AfterAll
    public final void stop() {
        RunningServer stopping = running;
        if (stopping != null) {
            stopping.close();
            running = null;
        }
    }

    @Override
    public final URI uri() {
        RunningServer serving = running;
        if (serving == null) {
            throw new IllegalStateException("the server is stopped");
        }
        return serving.uri();
    }

    @Override
    public final Stored stored() {
        return Stored.in(folder);
    }

    @Override
    public final void executeUnenforced(String sql) {
        server.executeUnenforced(database, List.of(sql));
    }
}
