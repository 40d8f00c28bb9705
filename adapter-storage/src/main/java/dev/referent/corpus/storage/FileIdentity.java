package dev.referent.corpus.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A file, which another one may take the name of.
 *
 * @param path its name
 * @param key what identifies it on its disk; empty where the platform has no such key
 */
record FileIdentity(Path path, Optional<Object> key) {
    /**
     * Returns the file that has a name now.
     *
     * @throws IOException if there is none
     */
    static FileIdentity of(Path path) throws IOException {
        return new FileIdentity(path, key(attributes(path)));
    }

    /**
     * Returns the attributes of the file that has the name now; empty if it is another one.
     *
     * @throws IOException if there is none
     */
    Optional<BasicFileAttributes> attributes() throws IOException {
        return Optional.of(attributes(path)).filter(now -> key(now).equals(key));
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    private static Optional<Object> key(BasicFileAttributes attributes) {
        return Optional.ofNullable(attributes.fileKey());
    }
}
