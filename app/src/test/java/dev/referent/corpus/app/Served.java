package dev.referent.corpus.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the server answers by its database, over one server in this process for all tests; each begins with empty tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Served implements StorageContract {
    private final Adapter adapter;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private String url;

    private @Nullable RunningServer running;

    Served(Adapter adapter) {
        this.adapter = adapter;
    }

    /** Makes a database for a server that keeps its files in that folder, and returns its URL. */
    abstract String make(Path ownFolder) throws SQLException;

    /** Removes every row, so that ids begin at 1 again. */
    abstract void empty();

    @BeforeAll
    final void makeDatabase(@TempDir Path ownFolder) throws SQLException {
        folder = ownFolder;
        url = make(ownFolder);
    }

    /** Starts the server, unless it runs, and removes what the test before has stored. */
    @BeforeEach
    final void start() throws SQLException, IOException {
        if (running == null) {
            startAgain();
        }
        empty();
        for (String file : files()) {
            Files.delete(stored().uploads().resolve(file));
        }
    }

    @Override
    public final void startAgain() throws SQLException {
        running = RunningServer.start(adapter, new DatabaseUrl(url), stored().uploads(), SETTINGS);
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
}
