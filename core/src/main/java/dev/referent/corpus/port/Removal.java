package dev.referent.corpus.port;

import dev.referent.corpus.Reference;

/** Removes records that nothing points at. */
@FunctionalInterface
public interface Removal {

    /**
     * Removes one record; false if there was none.
     *
     * @param record what to remove
     * @throws dev.referent.corpus.ForeignKeyViolationException if an utterance uses it; nothing is removed
     */
    boolean remove(Reference record);
}
