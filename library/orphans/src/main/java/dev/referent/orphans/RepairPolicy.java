package dev.referent.orphans;

import dev.referent.integrity.ReferentialAction;

/** What a repair does with the orphan rows of a key. */
public enum RepairPolicy {
    /** Deletes them, and what a delete of them cascades to. The default of keys with {@code ON DELETE CASCADE}. */
    CASCADE,
    /** Sets the child columns to null. The default of keys with {@code ON DELETE SET NULL} whose columns take nulls. */
    SET_NULL,
    /** Moves them to the quarantine, whole. The default of all other keys. */
    QUARANTINE,
    /** Leaves them as they are. */
    IGNORE;

    static RepairPolicy of(ReferentialAction onDelete, boolean nullable) {
        return switch (onDelete) {
            case CASCADE -> CASCADE;
            case SET_NULL -> nullable ? SET_NULL : QUARANTINE;
            case NO_ACTION, RESTRICT, SET_DEFAULT -> QUARANTINE;
        };
    }
}
