package dev.referent.corpus.usecase;

import dev.referent.corpus.CorpusException;
import dev.referent.corpus.DuplicateUtteranceException;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.port.Utterances;
import java.util.Optional;

/** Pairs a recording with a transcription. Each pair is stored at most once. */
public final class AddUtterance {
    /** How often an insert is tried if the conflicting pair is deleted before it can be read. */
    private static final int TRIES = 3;

    private final Utterances utterances;

    /**
     * Creates the use case.
     *
     * @param utterances stores the pairs
     */
    public AddUtterance(Utterances utterances) {
        this.utterances = utterances;
    }

    /**
     * Stores a pair. A failure of the storage that trying again does not end is taken for a violation of the UNIQUE constraint if the
     * pair exists.
     *
     * @param pair the recording and the transcription
     * @throws dev.referent.corpus.ForeignKeyViolationException if one of the two does not exist; nothing is stored
     * @throws DuplicateUtteranceException if the pair already exists; nothing is stored
     */
    public Utterance add(NewUtterance pair) {
        return add(pair, TRIES);
    }

    private Utterance add(NewUtterance pair, int tries) {
        try {
            return utterances.add(pair);
        } catch (RuntimeException e) {
            if (!mayBeOfThePair(e)) {
                throw e;
            }
            Optional<Utterance> existing = utterances.find(pair);
            if (existing.isPresent()) {
                throw new DuplicateUtteranceException(existing.get(), e);
            }
            if (tries > 1) {
                return add(pair, tries - 1);
            }
            throw e;
        }
    }

    private static boolean mayBeOfThePair(RuntimeException failure) {
        return failure instanceof StorageUnavailableException unavailable
                ? !unavailable.isTemporary() && !unavailable.isInDoubt()
                : !(failure instanceof CorpusException);
    }
}
