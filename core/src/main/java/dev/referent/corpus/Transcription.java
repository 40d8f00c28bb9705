package dev.referent.corpus;

import java.time.Instant;
import java.util.List;

/**
 * A stored transcription.
 *
 * @param id its id
 * @param name what people call it
 * @param fileName the name of its file
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
