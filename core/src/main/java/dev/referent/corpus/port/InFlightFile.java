package dev.referent.corpus.port;

import dev.referent.corpus.StoredName;

/** A file that is being added or removed. It is settled by either {@link #keep()} or {@link #discard()}. */
public interface InFlightFile {

    /** Returns the file's name on disk. */
    StoredName name();

    /** Keeps the file, because its row is stored. */
    void keep();

    /** Deletes the file, because its row was removed or never stored. */
    void discard();
}
