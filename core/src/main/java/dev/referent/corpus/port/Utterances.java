package dev.referent.corpus.port;

import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import java.util.Optional;

/** Stores utterances. A UNIQUE constraint prevents duplicate pairs, and foreign keys prevent missing parents. */
public interface Utterances extends Records<UtteranceId, NewUtterance, Utterance> {

    /**
     * {@inheritDoc}
     *
     * @throws RuntimeException whatever the database access layer throws if the pair already exists; nothing is stored
     */
    @Override
    Utterance add(NewUtterance draft);

    /**
     * Returns the utterance of a pair, if there is one.
     *
     * @param pair any pair
     */
    Optional<Utterance> find(NewUtterance pair);
}
