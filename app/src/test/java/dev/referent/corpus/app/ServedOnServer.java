package dev.referent.corpus.app;

import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.servers.TestServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** What the server answers over a database server: the same answers as on SQLite. */
abstract class ServedOnServer extends Served {
    private final TestServer server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Database database;

    ServedOnServer(Adapter adapter, TestServer server) {
        super(adapter);
        this.server = server;
    }

    @Override
    final String make(Path ownFolder) throws SQLException {
        database = server.fresh();
        return database.url();
    }

    @Override
    final void empty() {
        server.empty(database, "utterance", "audio", "transcription");
    }

    @Override
    public final void storeOrphan(long utterance, long audio, long transcription) {
        server.executeUnenforced(database, List.of(INSERT_ORPHAN.formatted(utterance, audio, transcription)));
    }
}
