package dev.referent.evidence.comparison.run;

/** What became of a scenario on an engine. */
public enum Verdict {
    /** Every step was done. */
    ACCEPTED("accepted"),
    /** A step was refused for a constraint. */
    REJECTED("rejected"),
    /** The engine refused to make the tables. */
    SCHEMA_REFUSED("schema refused"),
    /** A step failed for another reason: a lock, a deadlock, a syntax that the engine does not have. */
    FAILED("failed"),
    /** A step did not end in time. */
    STUCK("did not end"),
    /** The engine has no words for a step. */
    NOT_AVAILABLE("not available"),
    /** The engine could not be started, or does not have this access path. */
    NOT_RUN("not run");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** Returns it as a report words it. */
    public String label() {
        return label;
    }
}
