package dev.referent.jdbc.schema;

/** When a foreign key is checked, as its declaration says (sqlite.org/foreignkeys.html#fk_deferred). */
public enum Deferrability {
    /** At the end of the statement: {@code NOT DEFERRABLE}, or nothing is said. */
    NOT_DEFERRABLE,
    /** At the end of the statement, though it says {@code DEFERRABLE}. */
    INITIALLY_IMMEDIATE,
    /** At COMMIT. */
    INITIALLY_DEFERRED
}
