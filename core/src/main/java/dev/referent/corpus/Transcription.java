package dev.referent.corpus;

import java.time.Instant;

/**
 * A stored transcription.
 *
 * @param id the id
 * @param name the name that users know
 * @param fileName the name of the file
 * @param text the transcription, in normalization form C
 * @param createdAt when it was sent, in whole milliseconds
 * @param inUtterances the first utterances that use it, at most {@value Audio#MAX_IN_UTTERANCES}, in id order; and their total
 */
public record Transcription(
        TranscriptionId id,
        FileName name,
        FileName fileName,
        String text,
        Instant createdAt,
        Listing<UtteranceId> inUtterances) {}
