package dev.referent.evidence.comparison;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A folder that goes with all that is in it when it is closed.
 *
 * @param path where it is
 */
record TemporaryDirectory(Path path) implements AutoCloseable {
    private static final int TRIES = 10;
    private static final long PAUSE = Duration.ofMillis(200).toNanos();

    static TemporaryDirectory make() throws IOException {
        return new TemporaryDirectory(Files.createTempDirectory("referent"));
    }

    /** Removes it. A server that is just ending may write into it meanwhile, so that it is tried some times. */
    @Override
    public void close() throws IOException {
        for (int i = 1; i < TRIES; i++) {
            try {
                remove();
                return;
            } catch (DirectoryNotEmptyException e) {
                LockSupport.parkNanos(PAUSE);
            }
        }
        remove();
    }

    private void remove() throws IOException {
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
                // a server that is ending has just removed it
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
