package dev.referent.corpus;

import java.util.List;

/**
 * One page of a list.
 *
 * @param items the records of the page, in id order
 * @param total the number of records in the whole list
 * @param <T> the type of the records
 */
public record Listing<T>(List<T> items, long total) {

    /** Copies the list. */
    public Listing {
        items = List.copyOf(items);
    }

    /** Returns the page of a list that has no records. */
    public static <T> Listing<T> empty() {
        return new Listing<>(List.of(), 0);
    }
}
