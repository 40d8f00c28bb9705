package dev.referent.corpus.port;

import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Page;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;

/** Stores transcriptions. */
public interface Transcriptions extends Records<TranscriptionId, NewTranscription, Transcription> {

    /**
     * Returns how long the texts of one page of all records are together, in bytes of UTF-8.
     *
     * @param page the page
     */
    long textBytes(Page page);
}
