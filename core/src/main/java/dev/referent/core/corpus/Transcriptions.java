package dev.referent.core.corpus;

/** Keeps the transcriptions. */
public interface Transcriptions extends Records<TranscriptionId, NewTranscription, Transcription> {}
