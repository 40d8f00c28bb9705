package dev.referent.corpus;

import java.io.Serializable;

/**
 * The id of an utterance, which may or may not exist.
 *
 * @param value any 64-bit number; stored ids are positive and never reused
 */
public record UtteranceId(long value) implements Serializable {

    /** Returns a reference to the utterance. */
    public Reference reference() {
        return new Reference(RecordKind.UTTERANCE, value);
    }
}
