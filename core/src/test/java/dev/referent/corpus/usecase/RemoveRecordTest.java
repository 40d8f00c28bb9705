package dev.referent.corpus.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.FileName;
import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.Reference;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.contract.CorpusFixture;
import dev.referent.corpus.contract.InMemoryAudioFiles;
import dev.referent.corpus.contract.InMemoryCorpus;
import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.Undetermined;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RemoveRecordTest implements CorpusFixture {
    private final InMemoryCorpus corpus = new InMemoryCorpus();
    private final InMemoryAudioFiles files = new InMemoryAudioFiles(4);

    @Override
    public InMemoryCorpus corpus() {
        return corpus;
    }

    @Override
    public void storeOrphan(long utterance, long audio, long transcription) {
        corpus.storeOrphan(utterance, audio, transcription);
    }

    /** Stores a recording with its file. */
    @Override
    public Audio audio(String name) {
        return new AddAudio(corpus, files, Clock.systemUTC())
                .add(new FileName(name), new ByteArrayInputStream(new byte[1]));
    }

    private boolean remove(Reference record) {
        return new RemoveRecord(corpus, files).remove(record);
    }

    private RemoveRecord removeRecord(Runnable before, Runnable after) {
        return new RemoveRecord(new GuardedCorpus(corpus, new Hooks(before, after)), files);
    }

    @Test
    void removesEachKindOnce() {
        Utterance utterance = utterance();

        for (Reference record : List.of(
                utterance.id().reference(),
                utterance.audio().reference(),
                utterance.transcription().reference())) {
            assertThat(remove(record)).isTrue();
            assertThat(remove(record)).isFalse();
        }
        assertThat(files.names()).isEmpty();
        assertThat(files.inFlight()).isEmpty();
    }

    @Test
    void namesTheUtterancesThatUseTheRecordAndKeepsItWithItsFile() {
        Audio audio = audio("a.wav");
        Utterance first = pair(audio.id(), transcription("one").id());
        Utterance second = pair(audio.id(), transcription("two").id());

        StillInUseException exception = catchThrowableOfType(
                StillInUseException.class, () -> remove(audio.id().reference()));

        assertThat(exception.utterances()).containsExactly(first.id(), second.id());
        assertThat(exception.violations())
                .extracting(violation -> violation.foreignKey().name(), ForeignKeyViolation::childRows)
                .containsExactly(tuple("utterance_audio_fk", 2L));
        assertThat(corpus.audios().find(audio.id())).isPresent();
        assertThat(files.names()).containsExactly(audio.storedName());
        assertThat(files.inFlight()).isEmpty();
    }

    @Test
    void removesTheRecordWhereItsObstacleGoesBeforeItCanBeNamed() {
        Utterance obstacle = utterance();

        assertThat(removeRecord(() -> {}, () -> corpus.removal()
                                .remove(obstacle.id().reference()))
                        .remove(obstacle.transcription().reference()))
                .isTrue();
        assertThat(corpus.transcriptions().find(obstacle.transcription())).isEmpty();
    }

    @Test
    void givesUpWhereAnObstacleIsThereAtEachTryAndGoneAtEachLook() {
        Transcription transcription = transcription("t");
        AudioId audio = audio("a.wav").id();
        AtomicInteger tries = new AtomicInteger();
        RemoveRecord removeRecord = removeRecord(
                () -> {
                    tries.incrementAndGet();
                    pair(audio, transcription.id());
                },
                () -> corpus.transcriptions().find(transcription.id()).orElseThrow().inUtterances().items().stream()
                        .findFirst()
                        .ifPresent(id -> corpus.removal().remove(id.reference())));

        assertThatExceptionOfType(StillInUseException.class)
                .isThrownBy(() -> removeRecord.remove(transcription.id().reference()))
                .withMessage("transcription 1 is used by an utterance that is gone by now; try again")
                .satisfies(exception -> assertThat(exception.violations()).hasSize(1));
        assertThat(tries).hasValue(3);
        assertThat(corpus.transcriptions().find(transcription.id())).isPresent();
    }

    @Test
    void saysThatAnUtteranceIsInTheWayOnlyIfThatIsProved() {
        Utterance utterance = utterance();
        ForeignKeyViolationException unexplained = new ForeignKeyViolationException(
                Explanation.undetermined(Undetermined.Reason.CANCELLED.because()), new IOException());
        RemoveRecord failing = removeRecord(
                () -> {
                    throw unexplained;
                },
                () -> {});

        assertThatExceptionOfType(ForeignKeyViolationException.class)
                .isThrownBy(() -> failing.remove(utterance.id().reference()))
                .isSameAs(unexplained);
    }

    @Test
    void keepsTheFileOfARecordThatWasNotRemoved() {
        Audio audio = audio("a.wav");
        StorageUnavailableException busy = new StorageUnavailableException("busy; try again", new IOException());
        RemoveRecord failing = removeRecord(
                () -> {
                    throw busy;
                },
                () -> {});

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> failing.remove(audio.id().reference()))
                .isSameAs(busy);
        assertThat(files.names()).containsExactly(audio.storedName());
        assertThat(files.inFlight()).isEmpty();
    }

    @Test
    void discardsTheFileOfARecordThatIsGoneAlthoughTheCallFailed() {
        Audio audio = audio("a.wav");
        RemoveRecord failing = removeRecord(() -> {}, () -> {
            throw new IllegalStateException("the answer was lost");
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> failing.remove(audio.id().reference()));
        assertThat(files.names()).isEmpty();
        assertThat(files.inFlight()).isEmpty();
    }
}
