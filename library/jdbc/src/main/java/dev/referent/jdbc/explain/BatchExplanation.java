package dev.referent.jdbc.explain;

import dev.referent.integrity.Explanation;
import java.util.OptionalInt;

/**
 * The explanation of a failed batch.
 *
 * @param explanation the violations of the failed rows
 * @param stoppedAt the row that stopped it, counted from 0; empty if unknown
 * @param oneChangeEach whether each row before it has changed one row
 */
public record BatchExplanation(Explanation explanation, OptionalInt stoppedAt, boolean oneChangeEach) {
    /** Returns one that does not know which row stopped the batch. */
    public static BatchExplanation withoutRow(Explanation explanation) {
        return new BatchExplanation(explanation, OptionalInt.empty(), false);
    }
}
