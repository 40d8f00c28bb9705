package dev.referent.evidence.comparison.run;

/** The state of a transaction after a failed statement. */
public enum TransactionState {
    /** It can continue, with what was written before. */
    USABLE("usable"),
    /** Every statement fails until it is rolled back. */
    ABORTED("aborted"),
    /** It has been rolled back. */
    ROLLED_BACK("rolled back"),
    /** Nothing failed, there was no transaction, or its state was not observed. */
    NOT_OBSERVED("");

    private final String label;

    TransactionState(String label) {
        this.label = label;
    }

    /** Returns the wording for a report. */
    public String label() {
        return label;
    }
}
