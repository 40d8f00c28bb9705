package dev.referent.corpus.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.referent.corpus.Audio;
import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.FileName;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.contract.InMemoryAudioFiles;
import dev.referent.corpus.contract.InMemoryCorpus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddAudioTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.123456Z");

    private final InMemoryCorpus corpus = new InMemoryCorpus();
    private final InMemoryAudioFiles files = new InMemoryAudioFiles(4);
    private final AddAudio addAudio = new AddAudio(corpus, files, Clock.fixed(NOW, ZoneOffset.UTC));

    private static InputStream bytes(int number) {
        return new ByteArrayInputStream(new byte[number]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.wav", "a.WAVE", "ŋ.mp3"})
    void storesTheRowAndTheFileTogether(String name) {
        Audio added = addAudio.add(new FileName(name), bytes(4));

        assertThat(corpus.audios().find(added.id())).contains(added);
        assertThat(added.name().value()).isEqualTo(name);
        assertThat(added.createdAt()).isEqualTo(Instant.parse("2026-11-22T08:00:00.123Z"));
        assertThat(files.names()).containsExactly(added.storedName());
        assertThat(files.inFlight()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ogg", "a", "a.wav.txt", "wav"})
    void takesNoOtherType(String name) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> addAudio.add(new FileName(name), bytes(1)))
                .extracting(InvalidInputException::kind)
                .isEqualTo(Kind.UNSUPPORTED_TYPE);
        assertThat(files.names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202Ea.ogg", "\u202Ea/b.wav"})
    void namesNoIllegibleName(String name) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> addAudio.add(new FileName(name), bytes(1)))
                .withMessageNotContaining("\u202E");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void leavesNothingOfAFileThatTheStoreRejects(int size) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> addAudio.add(new FileName("a.wav"), bytes(size)));

        assertThat(files.names()).isEmpty();
        assertThat(corpus.knownFiles().known(files.names())).isEmpty();
    }

    @Test
    void leavesNoFileWhereTheRowWasNotStored() {
        StorageUnavailableException busy = new StorageUnavailableException("busy; try again", new IOException());
        AddAudio failing = failing(() -> throwing(busy), () -> {});

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> failing.add(new FileName("a.wav"), bytes(1)))
                .isSameAs(busy);
        assertThat(files.names()).isEmpty();
        assertThat(files.inFlight()).isEmpty();
    }

    @Test
    void keepsTheFileWhereTheRowWasStoredAlthoughTheCallFailed() {
        IllegalStateException late = new IllegalStateException("the answer was lost");
        AddAudio failing = failing(() -> {}, () -> throwing(late));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> failing.add(new FileName("a.wav"), bytes(1)))
                .isSameAs(late);
        assertThat(files.names()).hasSize(1).isEqualTo(corpus.knownFiles().known(files.names()));
        assertThat(files.inFlight()).isEmpty();
    }

    @Test
    void leavesTheFileInFlightWhereNobodyKnowsWhetherTheRowIsStored() {
        StorageUnavailableException doubt = StorageUnavailableException.inDoubt("nobody knows", new IOException());
        AddAudio failing = failing(() -> throwing(doubt), () -> {});

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> failing.add(new FileName("a.wav"), bytes(1)));
        assertThat(files.inFlight()).hasSize(1);
        assertThat(files.names()).hasSize(1);
    }

    private AddAudio failing(Runnable before, Runnable after) {
        return new AddAudio(new GuardedCorpus(corpus, new Hooks(before, after)), files, Clock.systemUTC());
    }

    private static void throwing(RuntimeException failure) {
        throw failure;
    }
}
