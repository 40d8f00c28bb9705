package dev.referent.corpus.storage;

import dev.referent.corpus.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The folders of an {@link UploadDirectory}, as they were when it was opened. What is written to a folder that was put in the place of one
 * of them, for example by a symbolic link, is not there for the next start. Thread-safe.
 */
final class UploadFolders {
    /** What is wrong with folders that are not intact. */
    static final String REPLACED =
            "the uploads directory is missing, incomplete or replaced; put it back and restart the server";

    private final Folder root;
    private final Folder incoming;
    private final Folder leaving;

    private UploadFolders(Folder root, Folder incoming, Folder leaving) {
        this.root = root;
        this.incoming = incoming;
        this.leaving = leaving;
    }

    /**
     * A folder.
     *
     * @param path its path
     * @param isFollowed whether the path may be a symbolic link to it
     * @param key what identifies it on its disk; null where the platform has no such key
     */
    private record Folder(Path path, boolean isFollowed, @Nullable Object key) {
        static Folder of(Path path, boolean isFollowed) throws IOException {
            return new Folder(path, isFollowed, attributes(path, isFollowed).fileKey());
        }

        private static BasicFileAttributes attributes(Path path, boolean isFollowed) throws IOException {
            return isFollowed
                    ? Files.readAttributes(path, BasicFileAttributes.class)
                    : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }

        boolean isIntact() {
            try {
                BasicFileAttributes now = attributes(path, isFollowed);
                return now.isDirectory() && Objects.equals(key, now.fileKey());
            } catch (IOException e) {
                return false;
            }
        }
    }

    /**
     * Creates what is missing of the folders within a directory.
     *
     * @throws IOException if one of them is something else, for example a symbolic link
     */
    static UploadFolders in(Path root) throws IOException {
        Path incoming = root.resolve("incoming");
        Path leaving = root.resolve("leaving");
        StoredFiles.createDirectory(incoming);
        StoredFiles.createDirectory(leaving);
        return new UploadFolders(Folder.of(root, true), Folder.of(incoming, false), Folder.of(leaving, false));
    }

    /** Returns the folder of settled files. */
    Path root() {
        return root.path;
    }

    /** Returns the folder of new files. */
    Path incoming() {
        return incoming.path;
    }

    /** Returns the folder of markers. */
    Path leaving() {
        return leaving.path;
    }

    /** Returns all folders. */
    List<Path> all() {
        return List.of(root.path, incoming.path, leaving.path);
    }

    /** Returns whether all are what they were when the directory was opened. */
    boolean areIntact() {
        return root.isIntact() && incoming.isIntact() && leaving.isIntact();
    }

    /** Checks the folders before something is read from them or written to them. */
    void requireIntact() {
        if (!areIntact()) {
            throw StorageUnavailableException.untilRepaired(REPLACED, null);
        }
    }

    /** Checks the folders after the row of a file in them was stored. */
    void requireIntactAfterCommit() {
        if (!areIntact()) {
            throw StorageUnavailableException.inDoubt(
                    "the uploads directory was replaced during this request, whose file is lost;"
                            + " put the directory back and restart the server",
                    null);
        }
    }
}
