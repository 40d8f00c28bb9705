package dev.referent.corpus.port;

import dev.referent.corpus.Listing;
import dev.referent.corpus.Page;
import java.util.Optional;

/**
 * Keeps the records of one kind. Each call is one transaction; after a refusal the next call works.
 *
 * @param <I> the id
 * @param <N> a record to be stored
 * @param <R> a stored record
 */
public interface Records<I, N, R> {

    /**
     * Stores a record durably and returns it with its id, which no record ever had before.
     *
     * @param draft what to store
     * @throws dev.referent.corpus.ForeignKeyViolationException if it points at nothing; nothing is stored
     */
    R add(N draft);

    /**
     * Returns the record with that id, if there is one.
     *
     * @param id any id
     */
    Optional<R> find(I id);

    /**
     * Returns one page of all records, in id order, and their total.
     *
     * @param page which part
     */
    Listing<R> list(Page page);
}
