package dev.referent.corpus.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.DuplicateUtteranceException;
import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.Page;
import dev.referent.corpus.Reference;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The contract of integrity: the database checks each write, the exception explains the violation, and the next call works.
 */
public interface IntegrityContract extends CorpusFixture {

    @Test
    default void namesBothMissingParentsOfAnUtterance() {
        ForeignKeyViolationException failure = violationOf(() -> pair(new AudioId(99_999), new TranscriptionId(-1)));

        assertThat(failure.undetermined()).isEmpty();
        assertThat(failure.violations())
                .extracting(v -> v.foreignKey().name(), ForeignKeyViolation::kind, ForeignKeyViolation::key)
                .containsExactlyInAnyOrder(
                        tuple("utterance_audio_fk", Kind.MISSING_PARENT, List.<Object>of(99_999L)),
                        tuple("utterance_transcription_fk", Kind.MISSING_PARENT, List.<Object>of(-1L)));
        assertThat(failure)
                .hasMessageContaining(
                        "utterance.audio_id = 99999 has no matching audio.id (foreign key utterance_audio_fk)");
    }

    @Test
    default void namesOnlyTheMissingParent() {
        Audio audio = audio("a.wav");

        ForeignKeyViolationException failure = violationOf(() -> pair(audio.id(), new TranscriptionId(Long.MAX_VALUE)));

        assertThat(failure.violations())
                .extracting(v -> v.foreignKey().name(), ForeignKeyViolation::key)
                .containsExactly(tuple("utterance_transcription_fk", List.<Object>of(Long.MAX_VALUE)));
    }

    @Test
    default void storesNothingOfARejectedUtteranceAndAcceptsTheNext() {
        violationOf(() -> pair(new AudioId(0), new TranscriptionId(0)));

        Utterance next = utterance();

        assertThat(corpus().utterances().list(new Page(1, 10)).items()).containsExactly(next);
    }

    @Test
    default void doesNotRemoveARecordThatAnUtteranceUses() {
        Utterance utterance = utterance();

        ForeignKeyViolationException failure =
                violationOf(() -> corpus().removal().remove(utterance.audio().reference()));

        assertThat(failure.violations())
                .as(failure.getMessage())
                .extracting(v -> v.foreignKey().name(), ForeignKeyViolation::kind, ForeignKeyViolation::childRows)
                .containsExactly(tuple("utterance_audio_fk", Kind.STILL_REFERENCED, 1L));
        assertThat(failure.violations().get(0).key())
                .isEqualTo(List.<Object>of(utterance.audio().value()));
        assertThat(corpus().audios().find(utterance.audio())).isPresent();
    }

    @Test
    default void removesARecordThatIsNoLongerUsed() {
        Utterance utterance = utterance();

        for (Reference record : List.of(
                utterance.id().reference(),
                utterance.audio().reference(),
                utterance.transcription().reference())) {
            assertThat(corpus().removal().remove(record)).isTrue();
            assertThat(corpus().removal().remove(record)).isFalse();
        }
        assertThat(corpus().audios().find(utterance.audio())).isEmpty();
    }

    @Test
    default void neverReusesAnId() {
        Audio removed = audio("a.wav");
        corpus().removal().remove(removed.id().reference());

        assertThat(audio("b.wav").id().value()).isGreaterThan(removed.id().value());
    }

    @Test
    default void namesTheExistingUtteranceOfAPair() {
        Utterance existing = utterance();

        assertThat(duplicateOf(() -> pair(existing.audio(), existing.transcription())))
                .isEqualTo(existing);
        assertThat(corpus().utterances().list(new Page(1, 10)).items()).containsExactly(existing);
        assertThat(utterance()).isNotEqualTo(existing);
    }

    @Test
    default void storesOneOfTwelveEqualConcurrentPairs() throws Exception {
        Audio audio = audio("a.wav");
        Transcription transcription = transcription("t");
        CyclicBarrier start = new CyclicBarrier(12);
        Callable<Optional<Utterance>> request = () -> {
            start.await();
            try {
                return Optional.of(pair(audio.id(), transcription.id()));
            } catch (DuplicateUtteranceException e) {
                assertThat(corpus().utterances().find(e.existing().id())).contains(e.existing());
                return Optional.empty();
            }
        };

        ExecutorService clients = Executors.newFixedThreadPool(12);
        try {
            int stored = 0;
            for (Future<Optional<Utterance>> answer : clients.invokeAll(
                    IntStream.range(0, 12).mapToObj(i -> request).toList())) {
                stored += answer.get().isPresent() ? 1 : 0;
            }
            assertThat(stored).isEqualTo(1);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    default void marksTheReferencesOfAnOrphanRowThatHaveNoParentRow() {
        Utterance valid = utterance();
        AudioId gone = new AudioId(77);
        storeOrphan(1_000, gone.value(), valid.transcription().value());
        Utterance halfOrphan =
                new Utterance(new UtteranceId(1_000), gone, valid.transcription(), Set.of(gone.reference()));
        storeOrphan(1_001, gone.value(), 88);
        TranscriptionId lost = new TranscriptionId(88);
        Utterance orphan =
                new Utterance(new UtteranceId(1_001), gone, lost, Set.of(gone.reference(), lost.reference()));

        assertThat(corpus().utterances().list(new Page(1, 10)).items()).containsExactly(valid, halfOrphan, orphan);
        assertThat(corpus().utterances()
                        .using(gone.reference(), new Page(1, 10))
                        .items())
                .containsExactly(halfOrphan, orphan);
        assertThat(corpus().utterances().find(orphan.id())).contains(orphan);
        assertThat(corpus().transcriptions().find(valid.transcription()))
                .map(t -> t.inUtterances().total())
                .contains(2L);
    }

    private static ForeignKeyViolationException violationOf(Runnable write) {
        return catchThrowableOfType(ForeignKeyViolationException.class, write::run);
    }

    private static Utterance duplicateOf(Runnable write) {
        return catchThrowableOfType(DuplicateUtteranceException.class, write::run)
                .existing();
    }
}
