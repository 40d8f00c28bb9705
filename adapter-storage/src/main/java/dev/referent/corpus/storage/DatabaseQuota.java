package dev.referent.corpus.storage;

import dev.referent.corpus.ByteSize;
import dev.referent.corpus.StorageFullException;
import dev.referent.corpus.usecase.GuardedCorpus;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The largest size of an SQLite file, which the connections have as {@code max_page_count}: SQLite fails for it as for a full disk. As a
 * guard, this tells the two apart. Thread-safe.
 *
 * @param database the file
 * @param maxBytes the largest size
 */
public record DatabaseQuota(Path database, long maxBytes) implements GuardedCorpus.Guard {
    /** The part of a quota below which the next write may fail, unless {@link SqliteHealth#LEAST_FREE_BYTES} is less. */
    private static final int PART = 16;

    @Override
    public <R> R run(Supplier<R> write) {
        try {
            return write.get();
        } catch (StorageFullException e) {
            if (maxBytes == Long.MAX_VALUE || SqliteHealth.isFull(database)) {
                throw e;
            }
            throw new StorageFullException(
                    "the database may take " + ByteSize.of(maxBytes)
                            + ", which are used up; delete records, or allow more",
                    e);
        }
    }

    /** Returns what keeps the file from taking more, in a sentence; empty if nothing does. */
    Optional<String> failure(Statement statement) throws SQLException {
        if (maxBytes == Long.MAX_VALUE) {
            return Optional.empty();
        }
        String query = "SELECT (page_count - freelist_count) * page_size"
                + " FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
        try (ResultSet row = statement.executeQuery(query)) {
            return isReached(row.getLong(1), maxBytes)
                    ? Optional.of("the database takes the " + ByteSize.of(maxBytes)
                            + " that it may take; delete records, or allow more")
                    : Optional.empty();
        }
    }

    /** Returns whether so little of a quota is left that the next write may fail. */
    static boolean isReached(long usedBytes, long maxBytes) {
        return usedBytes > maxBytes - Math.min(SqliteHealth.LEAST_FREE_BYTES, maxBytes / PART);
    }
}
