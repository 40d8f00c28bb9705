package dev.referent.corpus;

import java.io.Serializable;
import java.util.Set;

/**
 * A stored pair of a recording and a transcription.
 *
 * @param id the id
 * @param audio the recording
 * @param transcription the transcription
 * @param missing the references without a parent row; empty unless the utterance is an orphan row, stored without enforcement
 */
public record Utterance(UtteranceId id, AudioId audio, TranscriptionId transcription, Set<Reference> missing)
        implements Serializable {

    /** Copies the set. */
    public Utterance {
        missing = Set.copyOf(missing);
    }

    /** Creates a pair whose recording and transcription exist. */
    public Utterance(UtteranceId id, AudioId audio, TranscriptionId transcription) {
        this(id, audio, transcription, Set.of());
    }
}
