package dev.referent.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.core.integrity.ForeignKey;
import dev.referent.jdbc.CorpusSchema;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyAudit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/**
 * The server's database file, through two pools: SQLite has one writer at a time, so writers queue for one connection
 * instead of polling the file's lock, and readers have the others.
 */
final class Database implements AutoCloseable {
    private static final int READERS = 4;
    private static final long BORROW_MILLIS = 10_000;

    /** WAL: readers do not wait for the writer. FULL: what is acknowledged is on disk. */
    private static final Map<String, String> PARAMETERS =
            Map.of("journal_mode", "WAL", "synchronous", "FULL", "busy_timeout", "10000");

    private final HikariDataSource readers;
    private final HikariDataSource writer;

    private Database(HikariDataSource readers, HikariDataSource writer) {
        this.readers = readers;
        this.writer = writer;
    }

    /**
     * Opens the file and brings its tables to the newest schema; makes it if it is not there.
     *
     * @param url {@code jdbc:sqlite:FILE}; its parameters win over the server's own
     * @throws SQLException if it is no such URL, or the file cannot be read and written; nothing is left open
     */
    static Database open(String url) throws SQLException {
        if (url.matches("jdbc:sqlite:((file:)?(:memory:.*|\\?.*)?|.*mode=memory.*)")) {
            throw new SQLException(url + " names no file, and each connection would have a database of its own;"
                    + " give jdbc:sqlite:FILE");
        }
        migrate(url);
        HikariDataSource readers = pool("readers", url, READERS);
        try {
            return new Database(readers, pool("writer", url, 1));
        } catch (RuntimeException e) {
            readers.close();
            throw e;
        }
    }

    /** Goes before the pools, which turn the file to WAL: one that is not ours is left as it is. */
    private static void migrate(String url) throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.open(url);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            CorpusSchema.migrate(source);
            statement.executeUpdate("BEGIN IMMEDIATE; ROLLBACK"); // fails on a file that cannot be written
        } catch (FlywayException e) {
            throw new SQLException(
                    url + " did not take the corpus' tables: " + rootOf(e).getMessage(), e);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || failure instanceof SQLException ? failure : rootOf(cause);
    }

    private static HikariDataSource pool(String name, String url, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        PARAMETERS.forEach((parameter, value) -> {
            if (!url.contains(parameter + "=")) {
                config.addDataSourceProperty(parameter, value);
            }
        });
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(BORROW_MILLIS);
        return new HikariDataSource(config);
    }

    /** Returns the connections for reading. */
    DataSource reads() {
        return EnforcedDataSource.wrap(readers);
    }

    /** Returns the one connection for writing. */
    DataSource writes() {
        return EnforcedDataSource.wrap(writer);
    }

    /**
     * Ties the database to a directory of uploaded files, so that neither is ever used with another.
     *
     * @throws SQLException if the one belongs to another; nothing is changed
     */
    void claim(UploadsToken token) throws SQLException {
        Optional<String> claimed = CorpusSchema.uploads(reads());
        if (claimed.isEmpty() && token.isFree()) {
            token.write();
            CorpusSchema.claimUploads(writes(), token.value());
        } else if (!claimed.equals(Optional.of(token.value()))) {
            throw new SQLException("the uploads directory " + token.directory()
                    + " does not belong to this database; name the one that does with --uploads");
        }
    }

    /** Returns how many rows of each foreign key point at nothing, from the days before enforcement. */
    Map<ForeignKey, Long> orphanRows() throws SQLException {
        return ForeignKeyAudit.orphanRows(reads());
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
