package dev.referent.corpus.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.CorpusException;
import dev.referent.corpus.DuplicateUtteranceException;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.contract.CorpusFixture;
import dev.referent.corpus.contract.InMemoryAudioFiles;
import dev.referent.corpus.contract.InMemoryCorpus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

/** The exceptions keep what they say when another process receives them. */
final class SerializationTest implements CorpusFixture {
    private final InMemoryCorpus corpus = new InMemoryCorpus();

    @Override
    public InMemoryCorpus corpus() {
        return corpus;
    }

    @Override
    public void storeOrphan(long utterance, long audio, long transcription) {
        corpus.storeOrphan(utterance, audio, transcription);
    }

    @SuppressWarnings("BanSerializableRead") // what this test has written
    private static <E extends CorpusException> E received(E sent) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(sent);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked")
            E received = (E) in.readObject();
            return received;
        }
    }

    @Test
    void namesThePairThatExists() throws Exception {
        Utterance existing = utterance();
        DuplicateUtteranceException sent =
                catchThrowableOfType(DuplicateUtteranceException.class, () -> new AddUtterance(corpus.utterances())
                        .add(new NewUtterance(existing.audio(), existing.transcription())));

        assertThat(received(sent).existing()).isEqualTo(existing);
    }

    @Test
    void namesWhatStandsInTheWayOfARemoval() throws Exception {
        Utterance user = utterance();
        AudioId used = user.audio();
        StillInUseException sent = catchThrowableOfType(
                StillInUseException.class,
                () -> new RemoveRecord(corpus, new InMemoryAudioFiles(1)).remove(used.reference()));

        StillInUseException received = received(sent);

        assertThat(received.utterances()).containsExactly(user.id());
        assertThat(received.violations()).isNotEmpty().isEqualTo(sent.violations());
        assertThat(received).hasMessage(sent.getMessage());
    }
}
