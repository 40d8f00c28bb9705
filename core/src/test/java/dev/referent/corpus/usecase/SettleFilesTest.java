package dev.referent.corpus.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.referent.corpus.FileName;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.contract.InMemoryAudioFiles;
import dev.referent.corpus.contract.InMemoryCorpus;
import dev.referent.corpus.port.InFlightFile;
import dev.referent.corpus.port.KnownFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SettleFilesTest {
    private final InMemoryCorpus corpus = new InMemoryCorpus();
    private final InMemoryAudioFiles files = new InMemoryAudioFiles(4);
    private final InFlightFile withRow = files.stage("wav", new ByteArrayInputStream(new byte[1]));
    private final InFlightFile withoutRow = files.stage("wav", new ByteArrayInputStream(new byte[1]));
    private final SettleFiles settleFiles = new SettleFiles(corpus.knownFiles(), files);

    SettleFilesTest() {
        corpus.audios().add(new NewAudio(new FileName("a.wav"), withRow.name(), Instant.EPOCH));
    }

    private SettleFiles unable(RuntimeException failure) {
        KnownFiles away = names -> {
            throw failure;
        };
        return new SettleFiles(away, files);
    }

    @Test
    void keepsTheFilesThatHaveARowAndDiscardsTheOthers() {
        assertThat(settleFiles.settleAll()).isEqualTo(2);

        assertThat(files.names()).containsExactly(withRow.name());
        assertThat(files.inFlight()).isEmpty();
        assertThat(settleFiles.settleAll()).isZero();
    }

    @Test
    void settlesTheOneFileOfACallThatFailed() {
        settleFiles.settleAfter(new IllegalStateException(), withoutRow);

        assertThat(files.inFlight()).extracting(InFlightFile::name).containsExactly(withRow.name());
        assertThat(files.names()).containsExactly(withRow.name());
    }

    @Test
    void leavesTheFileOfACallInDoubt() {
        settleFiles.settleAfter(StorageUnavailableException.inDoubt("nobody knows", new IOException()), withoutRow);

        assertThat(files.inFlight())
                .extracting(InFlightFile::name)
                .containsExactlyElementsOf(List.of(withRow.name(), withoutRow.name()));
    }

    @Test
    void reportsTheFailureOfTheCallWhereSettlingFailsToo() {
        IllegalStateException failure = new IllegalStateException("of the call");
        IllegalStateException second = new IllegalStateException("of settling");

        unable(second).settleAfter(failure, withoutRow);

        assertThat(failure).hasSuppressedException(second);
        assertThat(files.inFlight()).hasSize(2);
    }

    @Test
    void leavesTheFileOfACallThatSucceededUntilTheStorageIsBack() {
        unable(new StorageUnavailableException("away; try again", new IOException()))
                .settleAfterSuccess(withoutRow);

        assertThat(files.inFlight()).hasSize(2);
        settleFiles.settleAfterSuccess(withoutRow);
        assertThat(files.inFlight()).extracting(InFlightFile::name).containsExactly(withRow.name());
    }

    @Test
    void hidesNoOtherFailureAfterACallThatSucceeded() {
        IllegalStateException failure = new IllegalStateException("of settling");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> unable(failure).settleAfterSuccess(withoutRow))
                .isSameAs(failure);
    }
}
