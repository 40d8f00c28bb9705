package dev.referent.corpus.storage;

import dev.referent.corpus.StoredName;
import dev.referent.corpus.port.InFlightFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the {@link UploadDirectory} in flight. When it is settled, its row has already been stored or removed, so a disk
 * failure is only logged: the file stays in flight, and the next start settles it. If the directory was replaced, the next start does not
 * find a new file, and its row is not acknowledged.
 *
 * @param name the name
 * @param folders the folders of the directory
 * @param marker the marker of a file that is being removed; empty for a new file
 * @param used counts what is deleted
 */
record UploadedFile(StoredName name, UploadFolders folders, Optional<Path> marker, UsedBytes used)
        implements InFlightFile {

    private static final Logger LOG = LoggerFactory.getLogger(UploadedFile.class);

    @Override
    public void keep() {
        try {
            folders.requireIntactAfterCommit();
            Files.move(in(folders.incoming()), in(folders.root()), StandardCopyOption.ATOMIC_MOVE);
            sync(folders.root());
            folders.requireIntactAfterCommit();
        } catch (NoSuchFileException e) {
            folders.requireIntactAfterCommit();
            LOG.debug("{} is settled already", name.value());
        } catch (IOException e) {
            warn(in(folders.incoming()) + " stays in flight until the next start", e);
            return;
        }
        dropMarker();
    }

    @Override
    public void discard() {
        try {
            // in this order, because another request may be moving the file from the first directory to the second
            delete(in(folders.incoming()));
            if (delete(in(folders.root()))) {
                sync(folders.root());
            }
        } catch (IOException e) {
            warn(in(folders.root()) + " stays in flight until the next start", e);
            return;
        }
        dropMarker();
    }

    /** Syncs a directory to disk, if the platform supports it. */
    static void sync(Path directory) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory);
        } catch (IOException e) {
            // Windows cannot open a directory, and needs no sync
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    private boolean delete(Path file) throws IOException {
        long size = StoredFiles.sizeOf(file);
        boolean deleted = Files.deleteIfExists(file);
        if (deleted) {
            used.subtract(size);
        }
        return deleted;
    }

    private Path in(Path directory) {
        return directory.resolve(name.value());
    }

    private void dropMarker() {
        try {
            if (marker.isPresent()) {
                Files.deleteIfExists(marker.get());
            }
        } catch (IOException e) {
            warn("the marker of " + name.value() + " stays until the next start", e);
        }
    }

    /** Logs one line, because many requests may fail alike; the rest is at the level debug. */
    private static void warn(String fact, IOException e) {
        LOG.warn("{} ({})", fact, e.toString());
        LOG.debug("the failure", e);
    }
}
