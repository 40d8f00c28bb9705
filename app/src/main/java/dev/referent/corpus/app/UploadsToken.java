package dev.referent.corpus.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Identifies a directory of uploaded files by a token in its file {@code .corpus}. Settling files by the rows of another
 * database would delete files that are in use.
 *
 * @param directory the directory
 * @param value a random token
 * @param isFree whether no file was ever uploaded there
 */
record UploadsToken(Path directory, String value, boolean isFree) {
    private static final String FILE = ".corpus";

    /**
     * Reads the token, or creates one if there is none yet; writes nothing.
     *
     * @throws IllegalStateException if it is not a directory, or cannot be read
     */
    static UploadsToken of(Path directory) {
        try {
            if (Files.exists(directory) && !Files.isDirectory(directory)) {
                throw new NotDirectoryException(directory.toString());
            }
            Path file = directory.resolve(FILE);
            String value = Files.exists(file)
                    ? Files.readString(file)
                    : UUID.randomUUID().toString();
            return new UploadsToken(directory, value, isFree(directory));
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /**
     * Writes the token into the directory, which is created if missing.
     *
     * @throws IllegalStateException if it cannot be written
     */
    void write() {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(FILE), value);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static boolean isFree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .allMatch(file -> file.getFileName().toString().startsWith("."));
        }
    }

    private static IllegalStateException unusable(Path directory, IOException e) {
        return new IllegalStateException(
                "the uploads directory " + directory + " cannot be used (" + e + "); make it writable or name another",
                e);
    }
}
