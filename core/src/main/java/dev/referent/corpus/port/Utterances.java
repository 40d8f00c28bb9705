package dev.referent.corpus.port;

import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import java.util.Optional;

/** Keeps the utterances: each pair once, by a UNIQUE key, and only of what exists, by foreign keys. */
public interface Utterances extends Records<UtteranceId, NewUtterance, Utterance> {

    /**
     * {@inheritDoc}
     *
     * @throws RuntimeException whatever the database access layer throws if the pair exists already; nothing is stored
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
