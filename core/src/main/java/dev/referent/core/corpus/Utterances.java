package dev.referent.core.corpus;

/** Keeps the utterances: each pair once, and only of what exists. */
public interface Utterances extends Records<UtteranceId, NewUtterance, Utterance> {

    /**
     * {@inheritDoc}
     *
     * @throws DuplicateUtteranceException if the pair exists already; nothing is stored
     */
    @Override
    Utterance add(NewUtterance draft);
}
