package dev.referent.evidence.comparison.run;

/** What a refusal leaves of the transaction that it happened in. */
public enum Transaction {
    /** It goes on, with what was written before. */
    USABLE("usable"),
    /** It refuses everything until it is rolled back. */
    ABORTED("aborted"),
    /** It has been rolled back. */
    ROLLED_BACK("rolled back"),
    /** There was no refusal, or no transaction around it, or its state was not looked at. */
    NOT_OBSERVED("");

    private final String word;

    Transaction(String word) {
        this.word = word;
    }

    /** Returns it as a report words it. */
    public String word() {
        return word;
    }
}
