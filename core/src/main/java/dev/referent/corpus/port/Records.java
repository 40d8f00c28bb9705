package dev.referent.corpus.port;

import dev.referent.corpus.Listing;
import dev.referent.corpus.Page;
import java.util.Optional;

/**
 * Stores records of one kind. Each call is its own transaction. After a failure the next call works.
 *
 * @param <I> the type of the id
 * @param <N> the type of a record to be stored
 * @param <R> the type of a stored record
 */
public interface Records<I, N, R> {

    /**
     * Stores a record durably and returns it with its id. Ids are never reused.
     *
     * @param draft the record to store
     * @throws dev.referent.corpus.ForeignKeyViolationException if a referenced record does not exist; nothing is stored
     */
    R add(N draft);

    /**
     * Returns the record with an id, if there is one.
     *
     * @param id any id
     */
    Optional<R> find(I id);

    /**
     * Returns one page of all records, in id order, and their total.
     *
     * @param page the page
     */
    Listing<R> list(Page page);
}
