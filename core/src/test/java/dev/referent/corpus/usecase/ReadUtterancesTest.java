package dev.referent.corpus.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.Listing;
import dev.referent.corpus.Page;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.contract.CorpusFixture;
import dev.referent.corpus.contract.InMemoryCorpus;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReadUtterancesTest implements CorpusFixture {
    private final InMemoryCorpus corpus = new InMemoryCorpus();
    private final ReadUtterances readUtterances = new ReadUtterances(corpus.utterances(), corpus.foreignKeyCheck());

    @Override
    public InMemoryCorpus corpus() {
        return corpus;
    }

    @Override
    public void storeOrphan(long utterance, long audio, long transcription) {
        corpus.storeOrphan(utterance, audio, transcription);
    }

    @Test
    void marksNothingOfAPairWhoseEndsExist() {
        Utterance utterance = utterance();

        assertThat(readUtterances.find(utterance.id())).contains(new StoredUtterance(utterance, Set.of()));
    }

    @Test
    void marksTheEndsThatHaveNoRow() {
        Utterance utterance = utterance();
        storeOrphan(1_000, 77, 88);
        storeOrphan(1_001, utterance.audio().value(), 88);

        Listing<StoredUtterance> listing = readUtterances.list(new Page(1, 10));

        assertThat(listing.total()).isEqualTo(3);
        assertThat(listing.items())
                .extracting(StoredUtterance::missing)
                .containsExactly(
                        Set.of(),
                        Set.of(new AudioId(77).reference(), new TranscriptionId(88).reference()),
                        Set.of(new TranscriptionId(88).reference()));
        assertThat(readUtterances.find(new UtteranceId(1_000)))
                .contains(listing.items().get(1));
    }

    @Test
    void listsThePageThatWasAskedFor() {
        utterance();
        Utterance second = utterance();

        assertThat(readUtterances.list(new Page(2, 1)).items()).containsExactly(new StoredUtterance(second, Set.of()));
        assertThat(readUtterances.list(new Page(3, 1)).items()).isEmpty();
    }

    @Test
    void findsNothingUnderAnIdThatNoPairHas() {
        assertThat(readUtterances.find(new UtteranceId(1))).isEmpty();
    }
}
