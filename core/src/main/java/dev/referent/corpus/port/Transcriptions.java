package dev.referent.corpus.port;

import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;

/** Stores transcriptions. */
public interface Transcriptions extends Records<TranscriptionId, NewTranscription, Transcription> {}
