package dev.referent.corpus.port;

import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.Reference;
import java.util.Collection;
import java.util.Set;

/**
 * Finds, before a write, the references that have no parent row.
 *
 * <p>The result is only valid at the time of the check. The database has the final say: if a parent is deleted between the
 * check and a write, the write throws a {@link ForeignKeyViolationException}.
 */
@FunctionalInterface
public interface ForeignKeyCheck {

    /**
     * Returns the references that have no parent row, in the given order, each once. Executes at most one statement for each
     * kind of record and 1,000 references of that kind.
     *
     * @param references any number of references; duplicates count once
     */
    Set<Reference> missing(Collection<Reference> references);
}
