package dev.referent.evidence.engines;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data directory of a server that has no database yet. A server takes seconds to make one. The system property {@code
 * referent.engines.prepared} names a directory in which each is made once, for all processes; a start then copies it. Without the
 * property, each start makes its own.
 */
final class PreparedDirectory {
    private static final @Nullable String PREPARED = System.getProperty("referent.engines.prepared");

    private PreparedDirectory() {}

    /** Makes a data directory. */
    @FunctionalInterface
    interface Preparation {
        /**
         * Makes it.
         *
         * @param directory an empty directory
         */
        void prepare(Path directory) throws IOException, EngineUnavailableException;
    }

    /** Returns the directory that the system property names, or empty without it. */
    static Optional<Path> parent() throws IOException {
        return PREPARED == null ? Optional.empty() : Optional.of(Files.createDirectories(Path.of(PREPARED)));
    }

    /**
     * Copies the directory of an engine and makes it before if it is not there.
     *
     * @param data where to, which does not exist
     * @return whether the system property is set; if not, nothing is copied
     */
    static boolean copyTo(Path data, String engine, Preparation preparation)
            throws IOException, EngineUnavailableException {
        Optional<Path> parent = parent();
        if (parent.isPresent()) {
            Directories.copy(prepared(parent.get(), engine, preparation), data);
        }
        return parent.isPresent();
    }

    private static synchronized Path prepared(Path parent, String engine, Preparation preparation)
            throws IOException, EngineUnavailableException {
        Path whole = parent.resolve(engine);
        Path file = parent.resolve(engine + ".lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // another process may be making it
            if (!Files.exists(whole)) {
                Path begun = Files.createTempDirectory(parent, engine);
                preparation.prepare(begun);
                Files.move(begun, whole);
            }
            return whole;
        }
    }
}
