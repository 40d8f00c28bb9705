package dev.referent.corpus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.Reference;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of the foreign key check: it finds the references without a parent row. */
public interface ForeignKeyCheckContract extends CorpusFixture {

    @Test
    default void findsNothingMissingAmongNoReferences() {
        assertThat(corpus().foreignKeyCheck().missing(List.of())).isEmpty();
    }

    @Test
    default void returnsTheMissingReferencesInTheGivenOrder() {
        Utterance stored = utterance();
        Reference bogusTranscription = new TranscriptionId(4_000_000_000L).reference();
        Reference bogusAudio = new AudioId(-1).reference();
        Reference bogusUtterance = new UtteranceId(Long.MAX_VALUE).reference();

        Set<Reference> missing = corpus().foreignKeyCheck()
                .missing(List.of(
                        bogusTranscription,
                        stored.audio().reference(),
                        bogusAudio,
                        stored.transcription().reference(),
                        stored.id().reference(),
                        bogusAudio,
                        bogusUtterance));

        assertThat(missing).containsExactly(bogusTranscription, bogusAudio, bogusUtterance);
    }
}
