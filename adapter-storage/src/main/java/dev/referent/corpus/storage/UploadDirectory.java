package dev.referent.corpus.storage;

import dev.referent.corpus.ByteSize;
import dev.referent.corpus.CorpusException;
import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.StorageFullException;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.InFlightFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Stores the files of recordings in one directory: settled files in its root, new files under {@code incoming}, and for each
 * file that is being removed an empty marker under {@code leaving}, named after the file and unique to the request. Other
 * files in the directory are not touched.
 *
 * <p>A file is on disk before its row is stored, and a marker before the row is removed, so the next start can settle whatever
 * a crash leaves. Thread-safe. A lock prevents other servers from using the directory.
 */
public final class UploadDirectory implements AudioFiles, AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final UploadFolders folders;
    private final long maxBytes;
    private final DirectoryLock lock;
    private final UsedBytes used;
    private final List<Path> created;

    private UploadDirectory(
            UploadFolders folders, long maxBytes, UsedBytes used, DirectoryLock lock, List<Path> created) {
        this.folders = folders;
        this.maxBytes = maxBytes;
        this.used = used;
        this.lock = lock;
        this.created = created;
    }

    /** Opens the directory for files of any total size. */
    public static UploadDirectory open(Path root, long maxBytes) {
        return open(root, maxBytes, Long.MAX_VALUE);
    }

    /**
     * Opens the directory, creating it if it is missing, and locks it.
     *
     * @param root the directory
     * @param maxBytes the maximum size of a file
     * @param maxTotalBytes the maximum size of all files together
     * @throws IllegalStateException if it is not a directory, cannot be written, contains a symbolic link where it keeps its
     *     files, or is locked by another server; nothing is left open
     */
    public static UploadDirectory open(Path root, long maxBytes, long maxTotalBytes) {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new IllegalStateException("the uploads directory " + root + " is a file; choose another");
        }
        try {
            List<Path> created = missing(root);
            Files.createDirectories(root);
            DirectoryLock lock = DirectoryLock.on(root);
            try {
                UsedBytes used = new UsedBytes(StoredFiles.size(root), maxTotalBytes);
                return new UploadDirectory(UploadFolders.in(root), maxBytes, used, lock, created);
            } catch (IOException | RuntimeException e) {
                try {
                    remove(created);
                } finally {
                    lock.close();
                }
                throw e;
            }
        } catch (NotDirectoryException | FileAlreadyExistsException e) {
            throw new IllegalStateException(
                    "%s is a file, a link or a pipe where the uploads belong; move it away or choose another uploads directory"
                            .formatted(e.getFile()),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the uploads directory %s cannot be written (%s); make it writable or choose another"
                            .formatted(root, e),
                    e);
        }
    }

    /** Returns what opening the directory creates, the outermost directory first. */
    private static List<Path> missing(Path root) {
        List<Path> parents = new ArrayList<>();
        for (Path one = root.toAbsolutePath(); one != null; one = one.getParent()) {
            parents.add(0, one);
        }
        return Stream.concat(
                        parents.stream(),
                        Stream.of("incoming", "leaving", ".lock").map(root::resolve))
                .filter(path -> Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) // a link that leads nowhere is there
                .toList();
    }

    @Override
    public InFlightFile stage(String extension, InputStream content) {
        StoredName name = StoredName.fresh(extension);
        UploadedFile file = uploaded(name, Optional.empty());
        folders.requireIntact();
        boolean staged = false;
        try {
            write(folders.incoming().resolve(name.value()), content);
            UploadedFile.sync(folders.incoming());
            folders.requireIntact();
            staged = true;
            return file;
        } catch (IOException e) {
            throw unavailable(e);
        } finally {
            if (!staged) {
                file.discard();
            }
        }
    }

    @Override
    public InFlightFile markForRemoval(StoredName name) {
        Path marker = folders.leaving().resolve(name.value() + "." + UUID.randomUUID());
        folders.requireIntact();
        try {
            Files.createFile(marker);
            UploadedFile.sync(folders.leaving());
            folders.requireIntact();
            return uploaded(name, Optional.of(marker));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /**
     * Returns a new path for a file that is of no recording. If it is still there at the next start, that removes it: no row has its
     * name.
     *
     * @param extension lower-case letters and digits, without the dot
     * @throws StorageUnavailableException if the directory is not intact
     */
    public Path temporary(String extension) {
        folders.requireIntact();
        return folders.incoming().resolve(StoredName.fresh(extension).value());
    }

    @Override
    public List<InFlightFile> inFlight() {
        List<InFlightFile> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folders.incoming());
                Stream<Path> markers = Files.list(folders.leaving())) {
            files.forEach(file -> storedName(file.getFileName().toString())
                    .ifPresent(name -> found.add(uploaded(name, Optional.empty()))));
            markers.forEach(marker -> markedBy(marker.getFileName().toString())
                    .ifPresent(name -> found.add(uploaded(name, Optional.of(marker)))));
        } catch (IOException e) {
            throw unavailable(e);
        }
        return found;
    }

    @Override
    public Optional<FileChannel> read(StoredName name) {
        folders.requireIntact();
        // the root is checked twice, because the file may be settled between the first two checks
        return Stream.of(folders.root(), folders.incoming(), folders.root())
                .flatMap(folder -> opened(folder.resolve(name.value())).stream())
                .findFirst();
    }

    /** Returns what keeps the directory from storing files, in sentences that name no path; empty if nothing does. */
    List<String> failures() {
        if (!folders.areIntact()) {
            return List.of(UploadFolders.REPLACED);
        }
        if (!folders.all().stream().allMatch(Files::isWritable)) {
            return List.of("the uploads directory is read-only; make it writable");
        }
        if (SqliteHealth.isFull(folders.root())) {
            return List.of("the disk of the uploaded files is full; make room");
        }
        return used.failure().stream().toList();
    }

    /** Removes what {@link #open} has created, as far as it is empty. Call it before {@link #close}, if nothing was stored. */
    public void removeCreated() {
        try {
            remove(created);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static void remove(List<Path> created) throws IOException {
        try {
            for (int i = created.size() - 1; i >= 0; i--) {
                Files.deleteIfExists(created.get(i));
            }
        } catch (DirectoryNotEmptyException e) {
            // somebody has put something into it meanwhile
        }
    }

    /** Unlocks the directory. Files in flight stay so until the next start. */
    @Override
    public void close() {
        lock.close();
    }

    private void write(Path file, InputStream content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long counted = 0;
            try {
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    requireSize(counted + read);
                    used.add(read);
                    counted += read;
                    for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read); rest.hasRemaining(); ) {
                        channel.write(rest);
                    }
                }
            } finally {
                used.subtract(counted - channel.position());
            }
            if (counted == 0) {
                throw new InvalidInputException("the file is empty; send one with content");
            }
            channel.force(true);
        }
    }

    private void requireSize(long bytes) {
        if (bytes > maxBytes) {
            throw new InvalidInputException(
                    Kind.TOO_LARGE, "the file is larger than " + ByteSize.of(maxBytes) + "; send a smaller one");
        }
    }

    private Optional<FileChannel> opened(Path file) {
        try {
            return StoredFiles.open(file);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private UploadedFile uploaded(StoredName name, Optional<Path> marker) {
        return new UploadedFile(name, folders, marker, used);
    }

    private static Optional<StoredName> markedBy(String marker) {
        int dot = marker.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : storedName(marker.substring(0, dot));
    }

    private static Optional<StoredName> storedName(String name) {
        return StoredName.isValid(name) ? Optional.of(new StoredName(name)) : Optional.empty();
    }

    private static CorpusException unavailable(IOException e) {
        if (StoredFiles.isOutOfFiles(e)) {
            return new StorageUnavailableException(
                    "the server has too many open files; try again, or allow it more (ulimit -n)", e);
        }
        return StoredFiles.isDiskFull(e)
                ? new StorageFullException("the disk of the uploaded files is full; make room, or delete recordings", e)
                : StorageUnavailableException.untilRepaired(
                        "the uploads directory cannot be used; nothing was changed, make it accessible and writable",
                        e);
    }
}
