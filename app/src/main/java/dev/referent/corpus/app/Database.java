package dev.referent.corpus.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.corpus.storage.CorpusSchema;
import dev.referent.corpus.storage.OpenedFileSource;
import dev.referent.corpus.storage.ServedFile;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.GroupCommitDataSource;
import dev.referent.orphans.Audit;
import dev.referent.orphans.AuditReport;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reference application's database, through two pools. SQLite has one writer at a time, so writers queue for one
 * connection instead of polling the file's lock, and readers have the others. A database server has many writers; there
 * explanations use the readers' pool, so that they do not wait for writers.
 */
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int READERS = 4;
    private static final int READERS_OF_SERVER = 8;
    private static final int WRITERS_OF_SERVER = 8;
    private static final int IDLE = 4;

    /** What SQLite allows (sqlite.org/limits.html#max_page_count). */
    private static final long MAX_PAGES = 0xFFFF_FFFEL;

    private static final long BORROW_MILLIS = 10_000;
    private static final long BORROW_MILLIS_OF_SERVER = 5_000;

    /**
     * SQLITE_OPEN_READWRITE and SQLITE_OPEN_URI without SQLITE_OPEN_CREATE: a later connection of a pool would create the file
     * again that was deleted meanwhile.
     */
    private static final String OPEN_MODE = Integer.toString(0x02 | 0x40);

    private final HikariDataSource readers;
    private final HikariDataSource writers;
    private final DataSource writes;
    private final Optional<ServedFile> file;

    private Database(HikariDataSource readers, HikariDataSource writers, Optional<ServedFile> file) {
        this.readers = readers;
        this.writers = writers;
        this.file = file;
        EnforcedDataSource enforced = EnforcedDataSource.wrap(writers).explainingOn(readers);
        this.writes =
                file.isPresent() ? GroupCommitDataSource.over(enforced, Duration.ofMillis(BORROW_MILLIS)) : enforced;
    }

    /** A pool that lets nobody wait for a connection to a file that is not there any more. */
    private static final class WatchedPool extends HikariDataSource {
        private final Optional<ServedFile> file;

        WatchedPool(HikariConfig config, Optional<ServedFile> file) {
            super(config);
            this.file = file;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (file.isPresent()) {
                file.get().requireIntact();
            }
            return super.getConnection();
        }
    }

    /**
     * Opens the database and brings its tables to the newest schema.
     *
     * @param url the database; a file's parameters win over the server's defaults
     * @param maxBytes the maximum size of an SQLite file; one that is larger does not grow
     * @throws SQLException if the URL is invalid, or the database cannot be read and written; nothing is left open
     */
    static Database open(DatabaseUrl url, long maxBytes) throws SQLException {
        long maxPages = maxBytes / migrate(url);
        if (url.isServer()) {
            return open(url, Optional.empty(), maxPages);
        }
        Connection first = inItsJournalMode(url).getConnection(); // keeps the log until the pools are open
        try {
            ServedFile file = fileOf(url);
            try {
                return open(url, Optional.of(file), maxPages);
            } catch (RuntimeException e) {
                first.close();
                file.close();
                throw e;
            }
        } finally {
            first.close();
        }
    }

    private static Database open(DatabaseUrl url, Optional<ServedFile> file, long maxPages) {
        HikariDataSource readers = pool("readers", url, file, url.isServer() ? READERS_OF_SERVER : READERS, maxPages);
        try {
            HikariDataSource writers = pool("writers", url, file, url.isServer() ? WRITERS_OF_SERVER : 1, maxPages);
            return new Database(readers, writers, file);
        } catch (RuntimeException e) {
            readers.close();
            throw e;
        }
    }

    private static EnforcedDataSource inItsJournalMode(DatabaseUrl url) throws SQLException {
        Properties parameters = new Properties();
        parameters.putAll(url.parameters());
        return EnforcedDataSource.open(url.value(), parameters);
    }

    private static ServedFile fileOf(DatabaseUrl url) throws SQLException {
        try {
            return ServedFile.opened(url.file().orElseThrow());
        } catch (IOException e) {
            throw new SQLException("the database " + url + " was deleted while the server started", e);
        }
    }

    /**
     * Runs before the pools, which switch a file to WAL, so that a file of another application stays unchanged. Returns the
     * size of a page in bytes.
     */
    private static long migrate(DatabaseUrl url) throws SQLException {
        EnforcedDataSource source = opened(url);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            CorpusSchema.migrate(source);
            if (url.isServer()) {
                return 1;
            }
            try (ResultSet size = statement.executeQuery("PRAGMA page_size")) {
                size.next();
                return size.getLong(1);
            }
        } catch (FlywayException e) {
            throw new SQLException(
                    url + " rejected the corpus' tables: " + rootOf(e).getMessage(), e);
        }
    }

    /**
     * Opens connections for a moment, without a pool.
     *
     * @throws SQLException if the database cannot be opened; the message names it
     */
    static EnforcedDataSource opened(DatabaseUrl url) throws SQLException {
        if (url.isServer()) {
            DatabaseUrl.requireNoUser(url.value());
        }
        try {
            return EnforcedDataSource.open(url.value());
        } catch (SQLException e) {
            throw url.isServer() ? new SQLException(url + " cannot be opened: " + e.getMessage(), e) : e;
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || failure instanceof SQLException ? failure : rootOf(cause);
    }

    private static HikariDataSource pool(
            String name, DatabaseUrl url, Optional<ServedFile> file, int size, long maxPages) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        Properties parameters = new Properties();
        parameters.putAll(url.parameters());
        if (file.isPresent()) {
            if (maxPages <= MAX_PAGES) {
                parameters.setProperty("max_page_count", Long.toString(maxPages));
            }
            parameters.setProperty("open_mode", OPEN_MODE);
            config.setDataSource(new OpenedFileSource(url.value(), parameters, file.get()));
            config.setExceptionOverrideClassName(EndedTransactions.class.getName());
            config.setMaxLifetime(0); // no server ends them, and SQLite deletes its log with the last one
        } else {
            config.setJdbcUrl(url.value());
            config.setDataSourceProperties(parameters);
        }
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(size, IDLE));
        config.setConnectionTimeout(url.isServer() ? BORROW_MILLIS_OF_SERVER : BORROW_MILLIS);
        return new WatchedPool(config, file);
    }

    /** Returns the file that the connections are open to; none if it is a server's database. */
    Optional<ServedFile> file() {
        return file;
    }

    /** Returns the connections for reading. */
    DataSource reads() {
        return EnforcedDataSource.wrap(readers);
    }

    /** Returns the connections for writing, of which there is one to a file; its transactions share their COMMITs. */
    DataSource writes() {
        return writes;
    }

    /**
     * Binds the database to a directory of uploaded files, so that neither is ever used with another one.
     *
     * @throws SQLException if one of them belongs to another; nothing is changed
     */
    void claim(UploadsToken token) throws SQLException {
        Optional<String> claimed = CorpusSchema.uploads(reads());
        if (claimed.isEmpty() && token.isFree()) {
            token.write();
            // not writes(): the only transaction has no COMMIT to share, and the start no time for the proxies that
            // share it
            CorpusSchema.claimUploads(EnforcedDataSource.wrap(writers), token.value());
        } else if (!claimed.equals(Optional.of(token.value()))) {
            throw new SQLException("the uploads directory " + token.directory()
                    + " does not belong to this database; name the one that does with --uploads");
        }
    }

    /** Undoes {@link #claim} of a directory that had no token before; a failure is logged, and both stay bound. */
    void release(UploadsToken token) {
        if (token.isNew()) {
            try {
                CorpusSchema.releaseUploads(EnforcedDataSource.wrap(writers), token.value());
                token.remove();
            } catch (SQLException | IllegalStateException e) {
                LOG.warn("the start failed, and {} stays bound to the database", token.directory(), e);
            }
        }
    }

    /** Returns the foreign keys that have orphan rows, from the days before enforcement. */
    List<AuditReport.Key> keysWithOrphans() throws SQLException {
        return Audit.of(reads()).samples(0).run().keys().stream()
                .filter(key -> key.orphanRows().orElse(0) > 0)
                .toList();
    }

    /**
     * {@inheritDoc} Leaves connections open, for the process to end with, if their file is not intact: with the last one, SQLite reads the
     * index of its log, which stops the JVM if the index was cut off, and copies the log into whatever the file is by now.
     */
    @Override
    public void close() {
        if (file.isPresent() && !file.get().isIntact()) {
            return;
        }
        readers.close();
        writers.close();
        file.ifPresent(ServedFile::close);
    }
}
