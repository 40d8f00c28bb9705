package dev.referent.corpus.app;

import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.storage.UploadDirectory;
import dev.referent.corpus.usecase.AddAudio;
import dev.referent.corpus.usecase.AddTranscription;
import dev.referent.corpus.usecase.AddUtterance;
import dev.referent.corpus.usecase.ReadUtterances;
import dev.referent.corpus.usecase.RemoveRecord;
import dev.referent.corpus.usecase.SettleFiles;
import dev.referent.corpus.web.Mounts;
import dev.referent.corpus.web.WebCorpus;
import dev.referent.corpus.web.WebServer;
import dev.referent.corpus.web.WebSettings;
import dev.referent.orphans.AuditReport;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reference application's server with its database and files, opened and closed together. */
final class RunningServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private final Database database;
    private final UploadDirectory files;
    private final Corpus corpus;
    private final LiveStories stories;
    private final WebServer web;

    private RunningServer(Database database, UploadDirectory files, Corpus corpus, LiveStories stories, WebServer web) {
        this.database = database;
        this.files = files;
        this.corpus = corpus;
        this.stories = stories;
        this.web = web;
    }

    /**
     * Opens the database, warns of existing orphan rows, and serves it.
     *
     * @param uploads the directory of the recordings' files, created if missing; for one server at a time
     * @throws SQLException if the database cannot be opened, or the uploads directory belongs to another one; nothing is left
     *     open
     * @throws IllegalStateException if the uploads directory or the port is not available; nothing is left open
     */
    static RunningServer start(Adapter adapter, DatabaseUrl url, Path uploads, WebSettings settings)
            throws SQLException {
        Database database = Database.open(url);
        try {
            database.claim(UploadsToken.of(uploads));
            database.keysWithOrphans().forEach(RunningServer::warn);
            return start(adapter, database, UploadDirectory.open(uploads, settings.maxUploadBytes()), settings);
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static RunningServer start(
            Adapter adapter, Database database, UploadDirectory files, WebSettings settings) {
        try {
            Corpus corpus = adapter.open(database);
            try {
                new SettleFiles(corpus.knownFiles(), files).settleAll();
                LiveStories stories = new LiveStories();
                Mounts mounts =
                        stories.mounts().and(LiveAudit.mounts(database.reads())).and(LiveComparison.mounts());
                WebServer web = WebServer.start(settings, served(corpus, files), mounts);
                return new RunningServer(database, files, corpus, stories, web);
            } catch (RuntimeException e) {
                corpus.close();
                throw e;
            }
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static WebCorpus served(Corpus corpus, AudioFiles files) {
        return new WebCorpus(
                corpus.audios(),
                corpus.transcriptions(),
                files,
                new AddAudio(corpus, files, Clock.systemUTC()),
                new AddTranscription(corpus.transcriptions(), Clock.systemUTC()),
                new AddUtterance(corpus.utterances()),
                new ReadUtterances(corpus.utterances(), corpus.foreignKeyCheck()),
                new RemoveRecord(corpus, files));
    }

    private static void warn(AuditReport.Key key) {
        LOG.warn(
                "{} rows of {} have no parent row in {} (foreign key {}); they are served, and marked as orphans",
                key.orphanRows().orElse(0),
                key.childTable(),
                key.parentTable(),
                key.name());
    }

    /** Returns the server's address. */
    URI uri() {
        return web.uri();
    }

    /** Finishes the requests in flight, then closes everything. */
    @Override
    public void close() {
        try (database;
                files;
                corpus;
                stories) {
            web.close();
        }
    }
}
