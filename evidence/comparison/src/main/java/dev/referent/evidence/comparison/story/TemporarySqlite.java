package dev.referent.evidence.comparison.story;

import dev.referent.evidence.comparison.TemporaryDirectory;
import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.RunningEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** SQLite with one small database at a time, which is deleted for the next one. Not thread-safe. */
final class TemporarySqlite implements RunningEngine {
    private final TemporaryDirectory directory;
    private final String parameters;
    private final boolean referent;
    private int databases;
    private @Nullable Path last;

    /**
     * Creates the directory of the databases.
     *
     * @param parameters the parameters of the URL, with a question mark before them; may be empty
     * @param referent whether the connections are to be Referent's
     */
    TemporarySqlite(String parameters, boolean referent) throws IOException {
        this.directory = TemporaryDirectory.create();
        this.parameters = parameters;
        this.referent = referent;
    }

    @Override
    public String version() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            return "SQLite " + connection.getMetaData().getDatabaseProductVersion();
        }
    }

    /** Returns the directory of the databases. */
    Path directory() {
        return directory.path();
    }

    /** Deletes the last database, which nobody has open any more. */
    void deleteLast() throws SQLException {
        try {
            if (last != null) {
                Files.deleteIfExists(last);
            }
        } catch (IOException e) {
            throw new SQLException("the last database cannot be deleted", e);
        }
    }

    @Override
    public Database fresh() throws SQLException {
        deleteLast();
        databases++;
        last = directory.path().resolve("database" + databases);
        return new Database("jdbc:sqlite:" + last + parameters, referent);
    }

    @Override
    public void close() {
        try {
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
