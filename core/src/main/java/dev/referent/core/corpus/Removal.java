package dev.referent.core.corpus;

import dev.referent.core.integrity.Reference;

/** Removes records that nothing points at. */
@FunctionalInterface
public interface Removal {

    /**
     * Removes one record; false if there was none.
     *
     * @param record what to remove
     * @throws dev.referent.core.integrity.ForeignKeyViolationException if an utterance uses it; nothing is removed
     */
    boolean remove(Reference record);
}
