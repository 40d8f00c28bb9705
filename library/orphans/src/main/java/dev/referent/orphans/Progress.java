package dev.referent.orphans;

/** Receives how far long work has come. It is called often and returns soon. */
@FunctionalInterface
public interface Progress {
    /** Ignores it. */
    Progress NONE = (step, done, total) -> {};

    /**
     * Receives that a part of the work is done.
     *
     * @param step what is being done, for a person
     * @param done how many parts of the whole are done
     * @param total how many parts there are
     */
    void reached(String step, long done, long total);
}
