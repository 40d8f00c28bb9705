package dev.referent.corpus.app;

import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.port.StorageCheck;
import dev.referent.corpus.storage.DatabaseQuota;
import dev.referent.corpus.storage.RepeatedWrites;
import dev.referent.corpus.storage.ServedFile;
import dev.referent.corpus.storage.SqliteHealth;
import dev.referent.corpus.storage.UploadDirectory;
import dev.referent.corpus.usecase.AddAudio;
import dev.referent.corpus.usecase.AddTranscription;
import dev.referent.corpus.usecase.AddUtterance;
import dev.referent.corpus.usecase.GuardedCorpus;
import dev.referent.corpus.usecase.RemoveRecord;
import dev.referent.corpus.usecase.SettleFiles;
import dev.referent.corpus.web.Mounts;
import dev.referent.corpus.web.WebCorpus;
import dev.referent.corpus.web.WebServer;
import dev.referent.corpus.web.WebSettings;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.orphans.AuditReport;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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
     * @param maxTotalBytes the maximum size of all files together, and of an SQLite file
     * @throws SQLException if the database cannot be opened, or it and the uploads directory do not belong together; nothing
     *     is left open, and no file that did not exist before
     * @throws IllegalStateException if the uploads directory or the port is not available; the same holds
     */
    static RunningServer start(Adapter adapter, DatabaseUrl url, Path uploads, WebSettings settings, long maxTotalBytes)
            throws SQLException {
        url.requireServable();
        UploadDirectory files = UploadDirectory.open(uploads, settings.maxUploadBytes(), maxTotalBytes);
        try {
            return start(adapter, url, files, UploadsToken.of(uploads), settings, maxTotalBytes);
        } catch (SQLException | RuntimeException e) {
            files.removeCreated();
            files.close();
            throw e;
        }
    }

    /** Starts a server whose database and files may take any space. */
    static RunningServer start(Adapter adapter, DatabaseUrl url, Path uploads, WebSettings settings)
            throws SQLException {
        return start(adapter, url, uploads, settings, Long.MAX_VALUE);
    }

    private static RunningServer start(
            Adapter adapter,
            DatabaseUrl url,
            UploadDirectory files,
            UploadsToken token,
            WebSettings settings,
            long maxTotalBytes)
            throws SQLException {
        CompletableFuture<Void> loading = CompletableFuture.runAsync(() -> {
            WebServer.load();
            adapter.load();
        });
        NewDatabase created = NewDatabase.create(url, token);
        try {
            Database database = Database.open(url, maxTotalBytes);
            try {
                database.claim(token);
                if (created.created().isEmpty()) { // a new one has no rows
                    database.keysWithOrphans().forEach(RunningServer::warn);
                }
                loading.join();
                return start(adapter, url, database, files, settings, maxTotalBytes);
            } catch (SQLException | RuntimeException e) {
                database.release(token);
                database.close();
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            created.removeWith(token);
            throw e;
        }
    }

    private static RunningServer start(
            Adapter adapter,
            DatabaseUrl url,
            Database database,
            UploadDirectory files,
            WebSettings settings,
            long maxTotalBytes) {
        Optional<ServedFile> file = database.file();
        Callable<Connection> fresh = () -> EnforcedDataSource.open(url.value()).getConnection();
        Optional<DatabaseQuota> quota = url.file().map(path -> new DatabaseQuota(path, maxTotalBytes));
        List<GuardedCorpus.Guard> guards =
                file.isPresent() ? List.of(quota.orElseThrow(), file.get()) : List.of(new RepeatedWrites());
        Corpus corpus = adapter.open(database);
        for (GuardedCorpus.Guard guard : guards) {
            corpus = new GuardedCorpus(corpus, guard);
        }
        try {
            new SettleFiles(corpus.knownFiles(), files).settleAll();
            StorageCheck check = file.<StorageCheck>map(
                            watched -> new SqliteHealth(fresh, quota.orElseThrow(), watched, files))
                    .orElse(StorageCheck.Findings::none);
            LiveStories stories = new LiveStories();
            Mounts mounts = stories.mounts()
                    .and(LiveAudit.mounts(database.reads(), () -> files.temporary("sqlite")))
                    .and(LiveComparison.mounts());
            WebServer web = WebServer.start(settings, served(corpus, files, check), mounts);
            return new RunningServer(database, files, corpus, stories, web);
        } catch (RuntimeException e) {
            corpus.close();
            throw e;
        }
    }

    private static WebCorpus served(Corpus corpus, AudioFiles files, StorageCheck check) {
        return new WebCorpus(
                corpus.audios(),
                corpus.transcriptions(),
                files,
                new AddAudio(corpus, files, Clock.systemUTC()),
                new AddTranscription(corpus.transcriptions(), Clock.systemUTC()),
                new AddUtterance(corpus.utterances()),
                corpus.utterances(),
                new RemoveRecord(corpus, files),
                check);
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
        // the files last, because their lock keeps another server from settling what a late write to the database still
        // needs
        try (files;
                database;
                corpus;
                stories) {
            web.close();
        }
    }
}
