package dev.referent.corpus.usecase;

import dev.referent.corpus.Reference;
import dev.referent.corpus.Utterance;
import java.util.Set;

/**
 * An utterance as it was read.
 *
 * @param utterance the stored pair
 * @param missing the ends that point at nothing; not empty for an orphan from the days before enforcement
 */
public record StoredUtterance(Utterance utterance, Set<Reference> missing) {

    /** Copies the set. */
    public StoredUtterance {
        missing = Set.copyOf(missing);
    }
}
