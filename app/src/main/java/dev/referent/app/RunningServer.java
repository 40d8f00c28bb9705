package dev.referent.app;

import dev.referent.core.integrity.ForeignKey;
import dev.referent.web.WebServer;
import dev.referent.web.WebSettings;
import java.net.URI;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo server with all that it stands on, opened together and closed together. */
final class RunningServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private final Database database;
    private final Adapter.Corpus corpus;
    private final WebServer web;

    private RunningServer(Database database, Adapter.Corpus corpus, WebServer web) {
        this.database = database;
        this.corpus = corpus;
        this.web = web;
    }

    /**
     * Opens the database, warns of what is broken in it already, and serves it.
     *
     * @throws SQLException if the database cannot be opened, or the uploads directory is not its own; nothing is left open
     * @throws IllegalStateException if the uploads directory cannot be read and written; nothing is left open
     */
    static RunningServer start(Adapter adapter, DatabaseUrl url, WebSettings settings) throws SQLException {
        Database database = Database.open(url);
        try {
            database.claim(UploadsToken.of(settings.uploads()));
            database.orphanRows().forEach(RunningServer::warn);
            Adapter.Corpus corpus = adapter.open(database);
            try {
                return new RunningServer(
                        database, corpus, WebServer.start(settings, corpus.ports(), LiveComparison.mounts()));
            } catch (RuntimeException e) {
                corpus.close();
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void warn(ForeignKey foreignKey, long rows) {
        LOG.warn(
                "{} rows of {} point at no row of {} (foreign key {}); they are served, and marked as orphans",
                rows,
                foreignKey.childTable(),
                foreignKey.parentTable(),
                foreignKey.name());
    }

    /** Returns where the server listens. */
    URI uri() {
        return web.uri();
    }

    /** Finishes what is in flight, then closes all. */
    @Override
    public void close() {
        try (database;
                corpus) {
            web.close();
        }
    }
}
