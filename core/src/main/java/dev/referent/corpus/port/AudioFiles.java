package dev.referent.corpus.port;

import dev.referent.corpus.StoredName;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/**
 * Stores the files of recordings. Even after a crash, there is no file without its row and no row without its file: a file
 * that is being added or removed is <em>in flight</em> until it is settled, at the latest at the next start.
 */
public interface AudioFiles {

    /**
     * Stores content durably under a new name. The file is in flight.
     *
     * @param extension lower-case letters and digits, without the dot
     * @param content the content; read to the end, not closed
     * @throws dev.referent.corpus.InvalidInputException if the content is empty or too large; nothing is stored
     */
    InFlightFile stage(String extension, InputStream content);

    /**
     * Marks a settled file for removal. It is in flight, and stays readable until it is discarded.
     *
     * @param name a file whose row is about to be removed
     */
    InFlightFile markForRemoval(StoredName name);

    /** Returns the files that a crash left in flight. */
    List<InFlightFile> inFlight();

    /**
     * Opens a file for reading, whether it is settled or in flight.
     *
     * @param name any stored name
     * @return a channel that the caller must close; empty if there is no such file
     */
    Optional<FileChannel> read(StoredName name);
}
