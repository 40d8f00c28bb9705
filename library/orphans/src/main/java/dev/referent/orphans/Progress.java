package dev.referent.orphans;

/** Shows the progress of long work. It is called often and returns soon. */
@FunctionalInterface
public interface Progress {
    /** Shows nothing. */
    Progress NONE = (step, done, total) -> {};

    /**
     * Is called when a part of the work is done.
     *
     * @param step what is being done, for a person
     * @param done how many parts of the whole are done
     * @param total how many parts there are
     */
    void reached(String step, long done, long total);
}
