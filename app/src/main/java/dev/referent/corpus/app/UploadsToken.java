package dev.referent.corpus.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Identifies a directory of uploaded files by a token in its file {@code .corpus}. Settling files by the rows of another
 * database would delete files that are in use.
 *
 * @param directory the directory
 * @param value a random token
 * @param isFree whether no file was ever uploaded there
 * @param isNew whether the directory had no token yet
 */
record UploadsToken(Path directory, String value, boolean isFree, boolean isNew) {
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
            boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            String value = isNew ? UUID.randomUUID().toString() : read(file);
            return new UploadsToken(directory, value, isFree(directory), isNew);
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
            if (isNew) {
                Files.writeString(directory.resolve(FILE), value, StandardOpenOption.CREATE_NEW);
            }
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** Removes a token that {@link #write} has written. */
    void remove() {
        try {
            if (isNew) {
                Files.deleteIfExists(directory.resolve(FILE));
            }
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalStateException( // to read a pipe may take for ever
                    file + " is not a regular file; remove it, or name another uploads directory");
        }
        return Files.readString(file);
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
