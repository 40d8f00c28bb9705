package dev.referent.corpus;

/**
 * Which part of a list is asked for.
 *
 * @param number the page, counted from 1
 * @param size how many records a page holds, from 0 to {@value #MAX_SIZE}
 */
public record Page(long number, int size) {
    /** The largest page. */
    public static final int MAX_SIZE = 1_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the page is below 1 or its size out of range
     */
    public Page {
        if (number < 1 || size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException("there is no page " + number + " of size " + size);
        }
    }

    /** Returns how many records come before this page, at most {@link Integer#MAX_VALUE}. */
    public int offset() {
        long before = Math.min(number - 1, Integer.MAX_VALUE) * size;
        return (int) Math.min(before, Integer.MAX_VALUE);
    }
}
