package dev.referent.corpus;

/** The kinds of records that can be referenced. */
public enum RecordKind {
    /** A recording. */
    AUDIO,
    /** A transcription. */
    TRANSCRIPTION,
    /** A pair of a recording and a transcription. */
    UTTERANCE
}
