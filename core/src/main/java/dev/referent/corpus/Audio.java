package dev.referent.corpus;

import java.time.Instant;
import java.util.List;

/**
 * A stored recording.
 *
 * @param id the id
 * @param name the name that users know
 * @param storedName the name on disk
 * @param createdAt when it was uploaded, in whole milliseconds
 * @param inUtterances the utterances that use it, in id order
 */
public record Audio(
        AudioId id, FileName name, StoredName storedName, Instant createdAt, List<UtteranceId> inUtterances) {

    /** Copies the list. */
    public Audio {
        inUtterances = List.copyOf(inUtterances);
    }
}
