package dev.referent.evidence.comparison.run;

import dev.referent.evidence.comparison.scenario.Operation;

/** When a refusal reached the program. */
public enum FailurePoint {
    /** At the statement, or at the call of an ORM that stands for it. */
    STATEMENT,
    /** When the ORM sent what it had kept back. */
    FLUSH,
    /** At the commit. */
    COMMIT;

    /** Returns the moment of an operation. */
    static FailurePoint of(Operation operation) {
        if (operation instanceof Operation.Commit) {
            return COMMIT;
        }
        return operation instanceof Operation.Flush ? FLUSH : STATEMENT;
    }
}
