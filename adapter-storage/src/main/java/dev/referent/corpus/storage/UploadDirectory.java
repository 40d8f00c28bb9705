package dev.referent.corpus.storage;

import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.InFlightFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    private final Path root;
    private final Path incoming;
    private final Path leaving;
    private final long maxBytes;
    private final DirectoryLock lock;

    private UploadDirectory(Path root, long maxBytes, DirectoryLock lock) {
        this.root = root;
        this.incoming = root.resolve("incoming");
        this.leaving = root.resolve("leaving");
        this.maxBytes = maxBytes;
        this.lock = lock;
    }

    /**
     * Opens the directory, creating it if it is missing, and locks it.
     *
     * @param root the directory
     * @param maxBytes the maximum size of a file
     * @throws IllegalStateException if it is not a directory, cannot be written, or is locked by another server; nothing is
     *     left open
     */
    public static UploadDirectory open(Path root, long maxBytes) {
        try {
            Files.createDirectories(root);
            UploadDirectory opened = new UploadDirectory(root, maxBytes, DirectoryLock.on(root));
            try {
                Files.createDirectories(opened.incoming);
                Files.createDirectories(opened.leaving);
                return opened;
            } catch (IOException e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the uploads directory %s cannot be written (%s); make it writable or choose another"
                            .formatted(root, e),
                    e);
        }
    }

    @Override
    public InFlightFile stage(String extension, InputStream content) {
        StoredName name = StoredName.fresh(extension);
        UploadedFile file = uploaded(name, Optional.empty());
        boolean staged = false;
        try {
            write(incoming.resolve(name.value()), content);
            UploadedFile.sync(incoming);
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
        Path marker = leaving.resolve(name.value() + "." + UUID.randomUUID());
        try {
            Files.createFile(marker);
            UploadedFile.sync(leaving);
            return uploaded(name, Optional.of(marker));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public List<InFlightFile> inFlight() {
        List<InFlightFile> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(incoming);
                Stream<Path> markers = Files.list(leaving)) {
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
        // the root is checked twice, because the file may be settled between the first two checks
        return Stream.of(root, incoming, root)
                .flatMap(folder -> opened(folder.resolve(name.value())).stream())
                .findFirst();
    }

    /** Unlocks the directory. Files in flight stay so until the next start. */
    @Override
    public void close() {
        lock.close();
    }

    private void write(Path file, InputStream content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long written = 0;
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                written += read;
                if (written > maxBytes) {
                    throw new InvalidInputException(
                            Kind.TOO_LARGE, "the file is larger than " + maxBytes + " bytes; send a smaller one");
                }
                for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
            }
            if (written == 0) {
                throw new InvalidInputException("the file is empty; send one with content");
            }
            channel.force(true);
        }
    }

    private Optional<FileChannel> opened(Path file) {
        try {
            return Optional.of(FileChannel.open(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private UploadedFile uploaded(StoredName name, Optional<Path> marker) {
        return new UploadedFile(name, incoming, root, marker);
    }

    private static Optional<StoredName> markedBy(String marker) {
        int dot = marker.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : storedName(marker.substring(0, dot));
    }

    private static Optional<StoredName> storedName(String name) {
        return StoredName.isValid(name) ? Optional.of(new StoredName(name)) : Optional.empty();
    }

    private StorageUnavailableException unavailable(IOException e) {
        return new StorageUnavailableException(
                "the uploads directory cannot be used at the moment; nothing was changed, try again later", e);
    }
}
