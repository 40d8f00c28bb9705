package dev.referent.corpus.usecase;

import dev.referent.corpus.CorpusException;
import dev.referent.corpus.DuplicateUtteranceException;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.port.Utterances;
import java.util.Optional;

/** Pairs a recording with a transcription, each pair once. */
public final class AddUtterance {
    /** How often an insert is tried again when the pair that was in its way went before it could be named. */
    private static final int TRIES = 3;

    private final Utterances utterances;

    /**
     * Creates the use case.
     *
     * @param utterances keeps the pairs
     */
    public AddUtterance(Utterances utterances) {
        this.utterances = utterances;
    }

    /**
     * Stores a pair. A failure that is none of the core's is taken for the UNIQUE key's if the pair is there.
     *
     * @param pair what to pair
     * @throws dev.referent.corpus.ForeignKeyViolationException if one of the two does not exist; nothing is stored
     * @throws DuplicateUtteranceException if the pair exists already; nothing is stored
     */
    public Utterance add(NewUtterance pair) {
        return add(pair, TRIES);
    }

    private Utterance add(NewUtterance pair, int tries) {
        try {
            return utterances.add(pair);
        } catch (CorpusException e) {
            throw e;
        } catch (RuntimeException e) {
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
}
