package dev.referent.corpus.port;

import dev.referent.corpus.Reference;

/** Removes records that are not referenced. */
@FunctionalInterface
public interface Removal {

    /**
     * Removes a record.
     *
     * @return false if there is no such record
     *
     * @param record the record to remove
     * @throws dev.referent.corpus.ForeignKeyViolationException if an utterance uses it; nothing is removed
     */
    boolean remove(Reference record);
}
