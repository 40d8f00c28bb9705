package dev.referent.corpus.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.referent.corpus.DuplicateUtteranceException;
import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Page;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.contract.CorpusFixture;
import dev.referent.corpus.contract.InMemoryCorpus;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AddUtteranceTest implements CorpusFixture {
    private final InMemoryCorpus corpus = new InMemoryCorpus();

    @Override
    public InMemoryCorpus corpus() {
        return corpus;
    }

    @Override
    public void storeOrphan(long utterance, long audio, long transcription) {
        corpus.storeOrphan(utterance, audio, transcription);
    }

    private AddUtterance addUtterance(Runnable before, Runnable after) {
        return new AddUtterance(new GuardedCorpus(corpus, new Hooks(before, after)).utterances());
    }

    private static NewUtterance pairOf(Utterance utterance) {
        return new NewUtterance(utterance.audio(), utterance.transcription());
    }

    private void remove(Utterance utterance) {
        corpus.removal().remove(utterance.id().reference());
    }

    @Test
    void namesThePairThatIsThere() {
        Utterance existing = utterance();

        assertThatExceptionOfType(DuplicateUtteranceException.class)
                .isThrownBy(() -> addUtterance(() -> {}, () -> {}).add(pairOf(existing)))
                .extracting(DuplicateUtteranceException::existing)
                .isEqualTo(existing);
    }

    @Test
    void storesThePairWhereTheOneInItsWayGoesBeforeItCanBeNamed() {
        Utterance existing = utterance();

        Utterance added = addUtterance(() -> {}, () -> remove(existing)).add(pairOf(existing));

        assertThat(added.id()).isNotEqualTo(existing.id());
        assertThat(corpus.utterances().list(new Page(1, 10)).items()).containsExactly(added);
    }

    @Test
    void failsAsTheStorageDoesWhereThePairIsInTheWayAtEachTryAndGoneAtEachLook() {
        NewUtterance pair =
                new NewUtterance(audio("a.wav").id(), transcription("t").id());
        AtomicInteger tries = new AtomicInteger();
        AddUtterance addUtterance = addUtterance(
                () -> {
                    tries.incrementAndGet();
                    corpus.utterances().add(pair);
                },
                () -> remove(corpus.utterances().find(pair).orElseThrow()));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> addUtterance.add(pair))
                .withMessage("UNIQUE constraint failed");
        assertThat(tries).hasValue(3);
    }

    @Test
    void triesNothingAgainThatTheStorageExplains() {
        AtomicInteger tries = new AtomicInteger();
        AddUtterance addUtterance = addUtterance(tries::incrementAndGet, () -> {});

        assertThatExceptionOfType(ForeignKeyViolationException.class)
                .isThrownBy(
                        () -> addUtterance.add(new NewUtterance(audio("a.wav").id(), new TranscriptionId(7))));
        assertThat(tries).hasValue(1);
    }

    @Test
    void triesNothingAgainWhereTheStorageIsAway() {
        StorageUnavailableException busy = new StorageUnavailableException("busy; try again", new IOException());
        AtomicInteger tries = new AtomicInteger();
        AddUtterance addUtterance = addUtterance(
                () -> {
                    tries.incrementAndGet();
                    throw busy;
                },
                () -> {});

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> addUtterance.add(pairOf(utterance())))
                .isSameAs(busy);
        assertThat(tries).hasValue(1);
    }
}
