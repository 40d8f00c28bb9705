package dev.referent.corpus.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Locks a directory for one server. The operating system releases the lock when the process ends in any way. */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Locks a directory with a file in it.
     *
     * @throws IllegalStateException if another server, in this or another process, holds the lock, or the file is not a regular one
     * @throws IOException if the file cannot be written
     */
    static DirectoryLock on(Path directory) throws IOException {
        Path path = directory.resolve(".lock");
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalStateException( // to open a pipe may take for ever
                    path + " is not a regular file; remove it, or choose another uploads directory");
        }
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        if (!isLocked(file)) {
            file.close();
            throw new IllegalStateException(
                    "another server uses the uploads directory " + directory + "; stop it or choose another directory");
        }
        return new DirectoryLock(file);
    }

    /** Releases the lock. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
