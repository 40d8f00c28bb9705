package dev.referent.corpus.usecase;

import dev.referent.corpus.Reference;
import dev.referent.corpus.Utterance;
import java.util.Set;

/**
 * An utterance with its missing parents.
 *
 * @param utterance the utterance
 * @param missing the references without a parent row; empty unless the utterance is an orphan row stored without enforcement
 */
public record StoredUtterance(Utterance utterance, Set<Reference> missing) {

    /** Copies the set. */
    public StoredUtterance {
        missing = Set.copyOf(missing);
    }
}
