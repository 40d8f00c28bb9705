package dev.referent.corpus;

/** The kinds of record that can be pointed at. */
public enum RecordKind {
    /** A recording. */
    AUDIO,
    /** A text. */
    TRANSCRIPTION,
    /** A pair of a recording and a text. */
    UTTERANCE
}
