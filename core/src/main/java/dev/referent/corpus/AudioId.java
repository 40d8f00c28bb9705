package dev.referent.corpus;

import java.io.Serializable;

/**
 * The id of a recording, which may or may not exist.
 *
 * @param value any 64-bit number; stored ids are positive and never reused
 */
public record AudioId(long value) implements Serializable {

    /** Returns a reference to the recording. */
    public Reference reference() {
        return new Reference(RecordKind.AUDIO, value);
    }
}
