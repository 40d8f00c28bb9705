package dev.referent.evidence.comparison;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A temporary directory, deleted with its contents on close.
 *
 * @param path the directory
 */
public record TemporaryDirectory(Path path) implements AutoCloseable {
    private static final int TRIES = 10;
    private static final long PAUSE = Duration.ofMillis(200).toNanos();
    private static final int LOOKS = 10;
    private static final long PAUSE_BETWEEN_LOOKS = Duration.ofMillis(40).toNanos();
    private static final Set<TemporaryDirectory> CREATED = ConcurrentHashMap.newKeySet();
    private static volatile boolean ending;

    /**
     * Creates one.
     *
     * @throws IOException if that fails, or the process ends
     */
    public static TemporaryDirectory create() throws IOException {
        synchronized (CREATED) {
            if (ending) {
                throw new IOException("the process ends");
            }
            TemporaryDirectory created = new TemporaryDirectory(Files.createTempDirectory("referent"));
            CREATED.add(created);
            return created;
        }
    }

    /**
     * Deletes all directories, as far as possible, because the process ends. An engine in this process would create one again after
     * it was deleted, so that a file takes its place until the end, which is to follow at once.
     */
    static void deleteAll() {
        synchronized (CREATED) {
            ending = true;
        }
        for (int i = 0; i < LOOKS; i++) {
            forEach(TemporaryDirectory::replaceByFile);
            LockSupport.parkNanos(PAUSE_BETWEEN_LOOKS);
        }
        forEach(TemporaryDirectory::deleteOnce);
    }

    /** Returns whether the process ends, and with it all work in these directories. */
    static boolean areEnding() {
        return ending;
    }

    private interface Deletion {
        void of(TemporaryDirectory directory) throws IOException;
    }

    private static void forEach(Deletion deletion) {
        for (TemporaryDirectory directory : CREATED) {
            try {
                deletion.of(directory);
            } catch (IOException e) {
                // something still writes there; the next look, or the operating system, removes it
            }
        }
    }

    /** Does nothing if the file is there already: an engine could create the directory again as soon as it was gone. */
    private void replaceByFile() throws IOException {
        if (!Files.isRegularFile(path)) {
            deleteOnce();
            Files.createFile(path);
        }
    }

    /** Deletes the directory. A server that is shutting down may still write to it, so a failed attempt is repeated. */
    @Override
    public void close() throws IOException {
        delete();
    }

    private void delete() throws IOException {
        for (int i = 1; i < TRIES; i++) {
            try {
                deleteOnce();
                return;
            } catch (DirectoryNotEmptyException e) {
                LockSupport.parkNanos(PAUSE);
            }
        }
        deleteOnce();
    }

    private void deleteOnce() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // a server that is shutting down has just deleted it
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
