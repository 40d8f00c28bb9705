package dev.referent.corpus;

import java.time.Instant;
import java.util.List;

/**
 * A stored transcription.
 *
 * @param id the id
 * @param name the name that users know
 * @param fileName the name of the file
 * @param text the transcription, in normalization form C
 * @param createdAt when it was sent, in whole milliseconds
 * @param inUtterances the utterances that use it, in id order
 */
public record Transcription(
        TranscriptionId id,
        FileName name,
        FileName fileName,
        String text,
        Instant createdAt,
        List<UtteranceId> inUtterances) {

    /** Copies the list. */
    public Transcription {
        inUtterances = List.copyOf(inUtterances);
    }
}
