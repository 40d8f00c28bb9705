package dev.referent.corpus.port;

import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.Reference;
import java.util.Collection;
import java.util.Set;

/**
 * Answers beforehand which references point at nothing.
 *
 * <p>The answer holds for the moment of the question. The database stays the judge: between this check and a write a
 * parent may go, and the write then ends in {@link ForeignKeyViolationException}.
 */
@FunctionalInterface
public interface ForeignKeyCheck {

    /**
     * Returns those of the references that point at nothing, in the order given, each once. Takes at most one statement
     * for each kind of record and 1,000 references of that kind.
     *
     * @param references any number of references; equal ones count once
     */
    Set<Reference> missing(Collection<Reference> references);
}
