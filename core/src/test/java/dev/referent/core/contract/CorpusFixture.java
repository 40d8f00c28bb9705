package dev.referent.core.contract;

import dev.referent.core.corpus.Audio;
import dev.referent.core.corpus.AudioId;
import dev.referent.core.corpus.CorpusPorts;
import dev.referent.core.corpus.FileName;
import dev.referent.core.corpus.NewAudio;
import dev.referent.core.corpus.NewTranscription;
import dev.referent.core.corpus.NewUtterance;
import dev.referent.core.corpus.StoredName;
import dev.referent.core.corpus.Transcription;
import dev.referent.core.corpus.TranscriptionId;
import dev.referent.core.corpus.Utterance;
import java.time.Instant;

/** What a contract needs of an adapter's test: an empty corpus, and two ways to look behind the ports. */
public interface CorpusFixture {
    /** When all that the fixture stores was created. */
    Instant CREATED = Instant.parse("2026-11-22T08:00:00.123Z");

    /** Returns the adapter's ports over a corpus that is empty when the test begins. */
    CorpusPorts corpus();

    /** Stores a row without enforcement, as in the days before it. */
    void storeOrphan(long utterance, long audio, long transcription);

    /** Returns how many SQL statements the adapter sends while the work runs. */
    long statementsOf(Runnable work);

    /** Stores a recording. */
    default Audio audio(String name) {
        return corpus().audios().add(new NewAudio(new FileName(name), StoredName.fresh("wav"), CREATED));
    }

    /** Stores a transcription. */
    default Transcription transcription(String text) {
        FileName name = new FileName("t.txt");
        return corpus().transcriptions().add(new NewTranscription(name, name, text, CREATED));
    }

    /** Stores a pair of a fresh recording and a fresh transcription. */
    default Utterance utterance() {
        return pair(audio("u.wav").id(), transcription("ŋa").id());
    }

    /** Stores a pair. */
    default Utterance pair(AudioId audio, TranscriptionId transcription) {
        return corpus().utterances().add(new NewUtterance(audio, transcription));
    }
}
