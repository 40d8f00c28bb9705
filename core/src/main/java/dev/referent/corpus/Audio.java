package dev.referent.corpus;

import java.time.Instant;

/**
 * A stored recording.
 *
 * @param id the id
 * @param name the name that users know
 * @param storedName the name on disk
 * @param createdAt when it was uploaded, in whole milliseconds
 * @param inUtterances the first utterances that use it, at most {@value #MAX_IN_UTTERANCES}, in id order; and their total
 */
public record Audio(
        AudioId id, FileName name, StoredName storedName, Instant createdAt, Listing<UtteranceId> inUtterances) {
    /** The maximum number of utterances that a record lists, so that a page of records stays small. */
    public static final int MAX_IN_UTTERANCES = 20;
}
