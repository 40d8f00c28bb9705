package dev.referent.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What tells a directory of uploaded files from any other, kept in its file {@code .corpus}. Settling files by the rows of
 * another database would discard what is not to be discarded.
 *
 * @param directory the directory
 * @param value a random token
 * @param isFree whether no file was ever uploaded there
 */
record UploadsToken(Path directory, String value, boolean isFree) {
    private static final String FILE = ".corpus";

    /**
     * Reads the token, or makes one where there is none yet.
     *
     * @throws IllegalStateException if the directory cannot be read and written
     */
    static UploadsToken of(Path directory) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(FILE);
            if (!Files.exists(file)) {
                Files.writeString(file, UUID.randomUUID().toString());
            }
            return new UploadsToken(directory, Files.readString(file), isFree(directory));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the uploads directory " + directory + " cannot be used (" + e
                            + "); make it writable or name another",
                    e);
        }
    }

    private static boolean isFree(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .allMatch(file -> file.getFileName().toString().startsWith("."));
        }
    }
}
