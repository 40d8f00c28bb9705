package dev.referent.core.corpus;

import dev.referent.core.ReferentException;
import java.util.Optional;
import java.util.function.Supplier;

/** The rule that a pair exists once, for an adapter whose database keeps it by a UNIQUE key. */
public final class PairOnce {
    /** How often an insert is tried again when the pair that was in its way went before it could be named. */
    private static final int TRIES = 3;

    private PairOnce() {}

    /**
     * Inserts a pair and returns it. A refusal that is none of the core's is taken for the UNIQUE key's if the pair is
     * there: then that is the answer, whatever the refusal says.
     *
     * @param insert inserts the pair in a transaction of its own
     * @param lookup finds the pair
     * @throws DuplicateUtteranceException if the pair exists already; nothing is stored
     */
    public static Utterance add(Supplier<Utterance> insert, Supplier<Optional<Utterance>> lookup) {
        return add(insert, lookup, TRIES);
    }

    private static Utterance add(Supplier<Utterance> insert, Supplier<Optional<Utterance>> lookup, int tries) {
        try {
            return insert.get();
        } catch (ReferentException e) {
            throw e;
        } catch (RuntimeException e) {
            lookup.get().ifPresent(existing -> {
                throw new DuplicateUtteranceException(existing, e);
            });
            if (tries > 1) {
                return add(insert, lookup, tries - 1);
            }
            throw e;
        }
    }
}
