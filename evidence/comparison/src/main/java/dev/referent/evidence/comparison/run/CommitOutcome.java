package dev.referent.evidence.comparison.run;

/** What a commit after a refusal did with the rows that were written before it. */
public enum CommitOutcome {
    /** They are stored. */
    STORED("commit stores the rest"),
    /** It returned as if all were well, and they are gone. */
    SILENTLY_LOST("commit returns, the work is gone"),
    /** It threw, and they are gone. */
    THREW("commit throws, the work is gone"),
    /** It threw, and they are stored. */
    THREW_AND_STORED("commit throws, the rest is stored"),
    /** There was no such commit. */
    NOT_OBSERVED("");

    private final String label;

    CommitOutcome(String label) {
        this.label = label;
    }

    /** Returns it as a report words it. */
    public String label() {
        return label;
    }
}
