package dev.referent.corpus.app;

import dev.referent.corpus.storage.CorpusSchema;
import dev.referent.jdbc.EnforcedDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SQLite file of a server that starts, if the start created it. A start that fails removes it again.
 *
 * @param url the database
 * @param created the file; empty if it existed before, or cannot be created
 */
record NewDatabase(DatabaseUrl url, Optional<Path> created) {
    private static final Logger LOG = LoggerFactory.getLogger(NewDatabase.class);

    /**
     * Creates the file if it does not exist.
     *
     * @param url the database
     * @param uploads the directory of uploaded files
     * @throws SQLException if the file does not exist, but the directory belongs to a corpus, whose database is missing then;
     *     nothing is created
     */
    static NewDatabase create(DatabaseUrl url, UploadsToken uploads) throws SQLException {
        Optional<Path> missing = url.file().filter(Files::notExists);
        if (missing.isPresent() && !uploads.isNew()) {
            throw new SQLException(
                    "there is no database " + missing.get() + ", but the uploads directory " + uploads.directory()
                            + " belongs to one; put that database back, or name another directory with --uploads");
        }
        return new NewDatabase(url, missing.filter(NewDatabase::create));
    }

    /** Creates an empty file, which is a database without tables; returns false if the driver shall say why it cannot. */
    private static boolean create(Path file) {
        try {
            Files.createFile(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Removes the file that the start created, and the token, unless another server has claimed the file meanwhile.
     *
     * @param token the token of this server's directory of uploaded files
     */
    void removeWith(UploadsToken token) {
        if (created.isEmpty() || isClaimedByAnother(token)) {
            return;
        }
        try {
            for (String suffix : new String[] {"-shm", "-wal", "-journal", ""}) {
                Files.deleteIfExists(created.get().resolveSibling(created.get().getFileName() + suffix));
            }
            token.remove();
        } catch (IOException e) {
            LOG.warn("{} was created by a start that failed, and cannot be removed", created.get(), e);
        }
    }

    private boolean isClaimedByAnother(UploadsToken token) {
        try {
            return CorpusSchema.uploads(EnforcedDataSource.open(url.value()))
                    .filter(claimed -> !claimed.equals(token.value()))
                    .isPresent();
        } catch (SQLException e) {
            // it has no tables yet
            return false;
        }
    }
}
