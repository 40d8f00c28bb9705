package dev.referent.evidence.comparison.run;

import dev.referent.evidence.comparison.scenario.Operation;

/** The call at which a failure reaches the program. */
public enum FailurePoint {
    /** The statement, or the ORM's call for it. */
    STATEMENT,
    /** The flush of the ORM's pending statements. */
    FLUSH,
    /** The commit. */
    COMMIT;

    /** Returns the kind of call that the operation is. */
    static FailurePoint of(Operation operation) {
        if (operation instanceof Operation.Commit) {
            return COMMIT;
        }
        return operation instanceof Operation.Flush ? FLUSH : STATEMENT;
    }
}
