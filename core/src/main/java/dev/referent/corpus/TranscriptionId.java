package dev.referent.corpus;

import java.io.Serializable;

/**
 * The id of a transcription, which may or may not exist.
 *
 * @param value any 64-bit number; stored ids are positive and never reused
 */
public record TranscriptionId(long value) implements Serializable {

    /** Returns a reference to the transcription. */
    public Reference reference() {
        return new Reference(RecordKind.TRANSCRIPTION, value);
    }
}
