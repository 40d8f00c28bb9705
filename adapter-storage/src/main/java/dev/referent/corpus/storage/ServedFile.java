package dev.referent.corpus.storage;

import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.usecase.GuardedCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The SQLite file that open connections write to, and its write-ahead log with its index. If somebody deletes or replaces one of them,
 * SQLite goes on writing to the file that no longer has a name, and whatever it commits is lost with the process; if the file is moved and
 * a symbolic link to it has its name, later connections look for another log; if somebody cuts one off or writes into it, what SQLite
 * commits is damaged later. As a guard, this lets no write begin, and none be acknowledged, once that has happened. Thread-safe.
 */
public final class ServedFile implements GuardedCorpus.Guard, AutoCloseable {
    private static final String WHAT =
            "the database file was deleted, emptied or replaced, or something other than SQLite has changed it";

    private static final String WAY_OUT = "; put it back, or restore it from a backup, and restart the server";

    /** What is wrong with a file that is not intact. */
    static final String REPLACED = WHAT + WAY_OUT;

    /** The size of the smallest page (sqlite.org/fileformat.html, 1.3.2); a file that is open has one at least. */
    private static final long LEAST_BYTES = 512;

    private final Path name;
    private final FileIdentity file;
    private final Optional<CheckpointedFile> inWalMode;

    /** Thrown if the file is not intact. */
    static final class FileReplacedException extends SQLException {
        private static final long serialVersionUID = 1L;

        FileReplacedException() {
            super(REPLACED);
        }
    }

    private ServedFile(Path name) throws IOException {
        this.name = name;
        this.file = FileIdentity.of(target(name));
        this.inWalMode = CheckpointedFile.of(file);
    }

    /**
     * Returns a file to which connections are open now, and stay so until it is closed: when the last one is closed, SQLite deletes the log.
     *
     * @param file the database
     * @throws IOException if it does not exist, or cannot be read
     */
    public static ServedFile opened(Path file) throws IOException {
        return new ServedFile(file.toAbsolutePath());
    }

    /** Follows the symbolic links of a name, as SQLite does: it looks for the log beside the file that they lead to. */
    private static Path target(Path name) throws IOException {
        return Files.isSymbolicLink(name) ? name.toRealPath() : name;
    }

    /** Returns whether the database, and its write-ahead log if there was one, are still what the connections have written. */
    public boolean isIntact() {
        try {
            return target(name).equals(file.path())
                    && (inWalMode.isPresent()
                            ? inWalMode.get().isIntact()
                            : file.attributes()
                                    .filter(now -> now.size() >= LEAST_BYTES)
                                    .isPresent());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Checks the file before a connection to it is used.
     *
     * @throws SQLException if it is not intact
     */
    public void requireIntact() throws SQLException {
        if (!isIntact()) {
            throw new FileReplacedException();
        }
    }

    /**
     * Runs a write.
     *
     * @throws StorageUnavailableException if the file is not intact: before the write, and nothing was changed; or after it, and the outcome
     *     is in doubt
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
                    WHAT + " during this request, whose changes are lost or will be" + WAY_OUT, null);
        }
    }

    /** Ends the watch, after the last connection to the file was closed. */
    @Override
    public void close() {
        try {
            if (inWalMode.isPresent()) {
                inWalMode.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
