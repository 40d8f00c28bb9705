package dev.referent.corpus.port;

import dev.referent.corpus.Listing;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Page;
import dev.referent.corpus.Reference;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import java.util.Optional;

/** Stores utterances. A UNIQUE constraint prevents duplicate pairs, and foreign keys prevent missing parents. */
public interface Utterances extends Records<UtteranceId, NewUtterance, Utterance> {

    /**
     * {@inheritDoc}
     *
     * @throws RuntimeException if the pair already exists: any but one that says that the same call may succeed a moment later, or that its
     *     outcome is in doubt; nothing is stored
     */
    @Override
    Utterance add(NewUtterance draft);

    /**
     * Returns the utterance of a pair, if there is one.
     *
     * @param pair any pair
     */
    Optional<Utterance> find(NewUtterance pair);

    /**
     * Returns one page of the utterances that use a record, in id order, and their total.
     *
     * @param record a recording or a transcription, which may or may not exist
     * @param page the page
     */
    Listing<Utterance> using(Reference record, Page page);
}
