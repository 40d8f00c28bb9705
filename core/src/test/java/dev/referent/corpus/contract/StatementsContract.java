package dev.referent.corpus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.Page;
import dev.referent.corpus.Reference;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of statement counts: how many SQL statements a database adapter may send. */
public interface StatementsContract extends CorpusFixture {

    /** Returns how many SQL statements the adapter sends while the work runs. */
    long statementsOf(Runnable work);

    @Test
    default void sendsNothingForNoReferences() {
        assertThat(statementsOf(() -> corpus().foreignKeyCheck().missing(List.of())))
                .isZero();
    }

    @Test
    default void checksTenThousandReferencesWithOneStatementPerTableAndThousand() {
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

    @Test
    default void listsAWholePageInAFixedNumberOfStatements() {
        for (int i = 0; i < 20; i++) {
            pair(audio("a.wav").id(), transcription("t").id());
        }

        assertThat(statementsOf(() -> corpus().audios().list(new Page(1, 20)))).isEqualTo(2);
        assertThat(statementsOf(() -> corpus().transcriptions().list(new Page(1, 20))))
                .isEqualTo(2);
        assertThat(statementsOf(() -> corpus().utterances().list(new Page(1, 20))))
                .isEqualTo(1);
        assertThat(statementsOf(() -> corpus().utterances().using(new AudioId(1).reference(), new Page(1, 20))))
                .isEqualTo(1);
    }
}
