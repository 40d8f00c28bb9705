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
 * A file of the {@link UploadDirectory} in flight. Its row has been decided on already, so a disk that fails here is no
 * reason to answer otherwise: it is logged, the file stays in flight, and the next start settles it.
 *
 * @param name its name
 * @param incoming the directory where it lies before it is settled
 * @param root the directory where it lies afterwards
 * @param marker what marks it as on its way out; empty if it is on its way in
 */
record UploadedFile(StoredName name, Path incoming, Path root, Optional<Path> marker) implements InFlightFile {

    private static final Logger LOG = LoggerFactory.getLogger(UploadedFile.class);

    @Override
    public void keep() {
        try {
            Files.move(in(incoming), in(root), StandardCopyOption.ATOMIC_MOVE);
            sync(root);
        } catch (NoSuchFileException e) {
            LOG.debug("{} is settled already", name.value());
        } catch (IOException e) {
            LOG.warn("{} stays in flight until the next start", in(incoming), e);
            return;
        }
        dropMarker();
    }

    @Override
    public void discard() {
        try {
            // in this order, because another request may be settling it from the one place to the other
            Files.deleteIfExists(in(incoming));
            if (Files.deleteIfExists(in(root))) {
                sync(root);
            }
        } catch (IOException e) {
            LOG.warn("{} stays in flight until the next start", in(root), e);
            return;
        }
        dropMarker();
    }

    /** Writes a directory's entries to disk, where the platform can. */
    static void sync(Path directory) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory);
        } catch (IOException e) {
            // Windows opens no directory, and needs no sync of it either
            return;
        }
        try (channel) {
            channel.force(true);
        }
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
            LOG.warn("the marker of {} stays until the next start", name.value(), e);
        }
    }
}
