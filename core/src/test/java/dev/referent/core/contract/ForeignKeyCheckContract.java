package dev.referent.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.core.corpus.AudioId;
import dev.referent.core.corpus.TranscriptionId;
import dev.referent.core.corpus.Utterance;
import dev.referent.core.corpus.UtteranceId;
import dev.referent.core.integrity.Reference;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** References that point at nothing are found beforehand, in few statements. */
public interface ForeignKeyCheckContract extends CorpusFixture {

    @Test
    default void findsNothingMissingAmongNoReferences() {
        assertThat(corpus().foreignKeyCheck().missing(List.of())).isEmpty();
        assertThat(statementsOf(() -> corpus().foreignKeyCheck().missing(List.of())))
                .isZero();
    }

    @Test
    default void returnsTheReferencesThatPointAtNothingInTheOrderGiven() {
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

    @Test
    default void asksForTenThousandReferencesInOneStatementForEachTableAndThousand() {
        Utterance stored = utterance();
        List<Reference> references = LongStream.rangeClosed(1, 5_000)
                .boxed()
                .flatMap(id -> Stream.of(new AudioId(id).reference(), new TranscriptionId(id).reference()))
                .toList();

        assertThat(statementsOf(() -> assertThat(corpus().foreignKeyCheck().missing(references))
                        .hasSize(9_998)
                        .doesNotContain(
                                stored.audio().reference(),
                                stored.transcription().reference())))
                .isBetween(2L, 10L);
    }
}
