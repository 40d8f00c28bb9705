package dev.referent.evidence.comparison.run;

/** The outcome of a scenario on an engine. */
public enum Verdict {
    /** Every step succeeded. */
    ACCEPTED("accepted"),
    /** A step violated a constraint. */
    REJECTED("rejected"),
    /** The engine rejected the CREATE TABLE statements. */
    SCHEMA_REJECTED("schema rejected"),
    /** A step failed for another reason: a lock, a deadlock, unsupported syntax. */
    FAILED("failed"),
    /** A step did not end within its timeout. */
    STUCK("did not end"),
    /** The engine has no statement for a step. */
    NOT_AVAILABLE("not available"),
    /** The engine could not be started, or the access path does not support it. */
    NOT_RUN("not run");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** Returns the wording for a report. */
    public String label() {
        return label;
    }
}
