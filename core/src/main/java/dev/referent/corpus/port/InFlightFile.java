package dev.referent.corpus.port;

import dev.referent.corpus.StoredName;

/** A file on its way in or out, settled by exactly one of {@link #keep()} and {@link #discard()}. */
public interface InFlightFile {

    /** Returns the file's name on disk. */
    StoredName name();

    /** Settles the file as stored, because its row is. */
    void keep();

    /** Settles the file as gone, because its row is, or never came to be. */
    void discard();
}
