package dev.referent.corpus.contract;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.FileName;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.usecase.AddUtterance;
import java.time.Instant;

/** What a contract needs from an adapter's test: an empty corpus, and a way to bypass the ports. */
public interface CorpusFixture {
    /** The creation time of all records of the fixture. */
    Instant CREATED = Instant.parse("2026-11-22T08:00:00.123Z");

    /** Returns the adapter's corpus, which is empty when a test starts. */
    Corpus corpus();

    /** Stores an utterance without enforcement. */
    void storeOrphan(long utterance, long audio, long transcription);

    /** Stores a recording. */
    default Audio audio(String name) {
        return corpus().audios().add(new NewAudio(new FileName(name), StoredName.fresh("wav"), CREATED));
    }

    /** Stores a transcription. */
    default Transcription transcription(String text) {
        FileName name = new FileName("t.txt");
        return corpus().transcriptions().add(new NewTranscription(name, name, text, CREATED));
    }

    /** Stores a pair of a new recording and a new transcription. */
    default Utterance utterance() {
        return pair(audio("u.wav").id(), transcription("ŋa").id());
    }

    /** Stores a pair. */
    default Utterance pair(AudioId audio, TranscriptionId transcription) {
        return new AddUtterance(corpus().utterances()).add(new NewUtterance(audio, transcription));
    }
}
