package dev.referent.corpus;

import java.util.List;

/**
 * One page of a list.
 *
 * @param items the records of the page, in id order
 * @param total how many records the whole list has
 * @param <T> the record
 */
public record Listing<T>(List<T> items, long total) {

    /** Copies the list. */
    public Listing {
        items = List.copyOf(items);
    }
}
