package dev.referent.corpus;

/**
 * The id of a recording, which may or may not exist.
 *
 * @param value any 64-bit number; stored ids are positive and never reused
 */
public record AudioId(long value) {

    /** Returns a reference to the recording. */
    public Reference reference() {
        return new Reference(RecordKind.AUDIO, value);
    }
}
