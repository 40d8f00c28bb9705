package dev.referent.corpus;

/**
 * A page of a list.
 *
 * @param number the page number, from 1
 * @param size the number of records per page, from 0 to {@value #MAX_SIZE}
 */
public record Page(long number, int size) {
    /** The maximum page size. */
    public static final int MAX_SIZE = 1_000;

    private static final int MIN_COUNT_LIMIT = 1_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the page number is less than 1 or the size is out of range
     */
    public Page {
        if (number < 1 || size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException("there is no page " + number + " of size " + size);
        }
    }

    /** Returns the number of records before this page, at most {@link Integer#MAX_VALUE}. */
    public int offset() {
        long before = Math.min(number - 1, Integer.MAX_VALUE) * size;
        return (int) Math.min(before, Integer.MAX_VALUE);
    }

    /**
     * Returns how many records of the list are counted at most: more than there are up to the end of this page, but at most
     * {@link Integer#MAX_VALUE}.
     */
    public int countLimit() {
        return (int) Math.min(Math.max(MIN_COUNT_LIMIT, offset() + size + 1L), Integer.MAX_VALUE);
    }

    /** Returns how many records a list has at most if all are counted: one less than the limit. */
    public int mostCounted() {
        return countLimit() - 1;
    }
}
