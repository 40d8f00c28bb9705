package dev.referent.evidence.comparison.run;

/** What a commit after a failed statement does with the rows written before that statement. */
public enum CommitOutcome {
    /** The rows are stored. */
    STORED("commit stores the rest"),
    /** The commit returns normally, but the rows are lost. */
    SILENTLY_LOST("commit returns, the work is lost"),
    /** The commit throws, and the rows are lost. */
    THREW("commit throws, the work is lost"),
    /** The commit throws, but the rows are stored. */
    THREW_AND_STORED("commit throws, the rest is stored"),
    /** There was no such commit. */
    NOT_OBSERVED("");

    private final String label;

    CommitOutcome(String label) {
        this.label = label;
    }

    /** Returns the wording for a report. */
    public String label() {
        return label;
    }
}
