package dev.referent.corpus.port;

import dev.referent.corpus.StoredName;
import java.util.Collection;
import java.util.Set;

/** Finds the files that belong to stored recordings. */
@FunctionalInterface
public interface KnownFiles {

    /**
     * Returns the names that belong to a stored recording.
     *
     * @param names any number of names
     */
    Set<StoredName> known(Collection<StoredName> names);
}
