package dev.referent.corpus.port;

import dev.referent.corpus.StoredName;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the recordings' files such that a crash at any moment leaves neither a file without its row nor a row without
 * its file: a file on its way in or out is <em>in flight</em> until it is settled, at the latest at the next start.
 */
public interface AudioFiles {

    /**
     * Stores the content durably under a fresh name, in flight on its way in.
     *
     * @param extension lower-case letters and digits, without the dot
     * @param content the bytes; read to the end, not closed
     * @throws dev.referent.corpus.InvalidInputException if the content is empty or too large; nothing is left
     */
    InFlightFile stage(String extension, InputStream content);

    /**
     * Puts a settled file in flight on its way out; it stays readable until it is discarded.
     *
     * @param name a file whose row is about to be removed
     */
    InFlightFile markForRemoval(StoredName name);

    /** Returns the files that a crash left in flight. */
    List<InFlightFile> inFlight();

    /**
     * Opens a file for reading, settled or not yet; empty if there is none.
     *
     * @param name any stored name
     * @return a channel that is the caller's to close
     */
    Optional<FileChannel> read(StoredName name);
}
