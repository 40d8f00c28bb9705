package dev.referent.evidence.comparison.run;

/** What a refusal leaves of the transaction that it happened in. */
public enum TransactionState {
    /** It goes on, with what was written before. */
    USABLE("usable"),
    /** It refuses everything until it is rolled back. */
    ABORTED("aborted"),
    /** It has been rolled back. */
    ROLLED_BACK("rolled back"),
    /** There was no refusal, or no transaction around it, or its state was not looked at. */
    NOT_OBSERVED("");

    private final String label;

    TransactionState(String label) {
        this.label = label;
    }

    /** Returns it as a report words it. */
    public String label() {
        return label;
    }
}
