package dev.referent.corpus.storage;

import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.usecase.GuardedCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SQLite file that open connections write to. If somebody deletes, empties or replaces it, SQLite goes on writing to the file that
 * no longer has a name, and whatever it commits is lost with the process: as a guard, this lets no write begin, and none be
 * acknowledged, once that has happened. Thread-safe.
 */
public final class ServedFile implements GuardedCorpus.Guard {
    /** What is wrong with a file that is not intact. */
    static final String REPLACED =
            "the database file was deleted, emptied or replaced; put it back and restart the server";

    /** The size of the smallest page (sqlite.org/fileformat.html, 1.3.2); a file that is open has one at least. */
    private static final long LEAST_BYTES = 512;

    private final Path file;
    private final Path log;
    private final @Nullable Object key; // null where the platform has no such key
    private final boolean hasLog;

    private ServedFile(Path file) throws IOException {
        this.file = file;
        this.log = file.resolveSibling(file.getFileName() + "-wal");
        this.key = attributes(file).fileKey();
        this.hasLog = Files.exists(log);
    }

    /**
     * Returns a file to which connections are open now, and stay so.
     *
     * @param file the database
     * @throws IOException if it does not exist
     */
    public static ServedFile opened(Path file) throws IOException {
        return new ServedFile(file.toAbsolutePath());
    }

    /** Returns whether the database, and its write-ahead log if there was one, are still what the connections write to. */
    public boolean isIntact() {
        try {
            BasicFileAttributes now = attributes(file);
            return now.size() >= LEAST_BYTES && Objects.equals(key, now.fileKey()) && (!hasLog || Files.exists(log));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs a write.
     *
     * @throws StorageUnavailableException if the file was deleted, emptied or replaced: before the write, and nothing was changed; or
     *     meanwhile, and the outcome is in doubt
     */
    @Override
    public <R> R run(Supplier<R> write) {
        requireBeforeWrite();
        R result = write.get();
        requireAfterCommit();
        return result;
    }

    private void requireBeforeWrite() {
        if (!isIntact()) {
            throw StorageUnavailableException.untilRepaired(REPLACED, null);
        }
    }

    private void requireAfterCommit() {
        if (!isIntact()) {
            throw StorageUnavailableException.inDoubt(
                    "the database file was deleted, emptied or replaced during this request, whose changes are lost or will be;"
                            + " put the file back and restart the server",
                    null);
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class);
    }
}
