package dev.referent.corpus.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a directory for one server alone; the operating system lets go of it when the process ends, however it ends. */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Locks a directory by a file in it.
     *
     * @throws IllegalStateException if another server, in this process or another, holds it
     * @throws IOException if the file cannot be written
     */
    static DirectoryLock on(Path directory) throws IOException {
        FileChannel file =
                FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(file)) {
            file.close();
            throw new IllegalStateException(
                    "another server uses the uploads directory " + directory + "; stop it or choose another directory");
        }
        return new DirectoryLock(file);
    }

    /** Lets go of the directory. */
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
