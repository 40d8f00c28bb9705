package dev.referent.jdbc.differential;

import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What has to be said of one rejected statement.
 *
 * @param batchIndex which row of a batch it was
 * @param required each claim with its number of child rows
 * @param proof tells which further claims hold
 * @param restrict whether it was a RESTRICT that rejected it
 * @param reproduced whether the statement comes through with its keys deferred, so that the required claims are all
 */
record Expectation(
        OptionalInt batchIndex, Map<Claim, Long> required, Proof proof, boolean restrict, boolean reproduced) {

    /** Returns whether there is something to say: a row that was an orphan before may be rejected with nothing new to name. */
    boolean isExplainable() {
        return !required.isEmpty() || restrict;
    }

    @Override
    public String toString() {
        String row = batchIndex.isPresent() ? "row " + batchIndex.getAsInt() + ": " : "";
        String more = restrict ? ", and any RESTRICT that rejects it alone" : "";
        return row + required + more + (reproduced ? "" : " (the replay fails for another reason)");
    }

    /** Puts a claim to the test. */
    @FunctionalInterface
    interface Proof {
        boolean holds(Claim claim) throws SQLException;
    }
}
