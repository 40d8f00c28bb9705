package dev.referent.corpus.port;

import dev.referent.corpus.StoredName;
import java.util.Collection;
import java.util.Set;

/** Answers which files the stored recordings name. */
@FunctionalInterface
public interface KnownFiles {

    /**
     * Returns those of the names that a stored recording has.
     *
     * @param names any number of names
     */
    Set<StoredName> known(Collection<StoredName> names);
}
