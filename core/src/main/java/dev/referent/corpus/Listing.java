package dev.referent.corpus;

import java.util.List;

/**
 * One page of a list.
 *
 * @param items the records of the page, in id order
 * @param total the number of records in the whole list, or a smaller number, after this page, at which counting stopped
 * @param exact whether {@code total} is the number of all records
 * @param <T> the type of the records
 */
public record Listing<T>(List<T> items, long total, boolean exact) {

    /** Copies the list. */
    public Listing {
        items = List.copyOf(items);
    }

    /** Creates a page of a list whose records are all counted. */
    public Listing(List<T> items, long total) {
        this(items, total, true);
    }

    /**
     * Returns the page of a list whose records are counted up to {@link Page#countLimit()}.
     *
     * @param items the records of the page, in id order
     * @param page the page
     * @param counted the number of records in the whole list, at most the limit
     */
    public static <T> Listing<T> of(List<T> items, Page page, long counted) {
        return new Listing<>(items, counted, counted < page.countLimit());
    }

    /**
     * Returns the first records of a list that another statement has counted, before or after somebody changed it: a database may
     * show each statement what is committed by then.
     *
     * @param items the first records, at most {@code max}
     * @param max how many records were asked for
     * @param counted the number of records in the whole list
     */
    public static <T> Listing<T> first(List<T> items, int max, long counted) {
        return new Listing<>(items, items.size() < max ? items.size() : Math.max(items.size(), counted));
    }

    /** Returns the page of a list that has no records. */
    public static <T> Listing<T> empty() {
        return new Listing<>(List.of(), 0);
    }
}
