package dev.referent.evidence.comparison.scenario;

/** The subject of a scenario. A report shows the scenarios of a group together. */
public enum Group {
    /** Whether foreign keys are enforced at all. */
    ENFORCED("Enforced at all?"),
    /** Writes of one row. */
    WRITES("Insert, update, delete"),
    /** Referential actions on the children. */
    ACTIONS("Referential actions"),
    /** When foreign keys are checked. */
    TIMING("When it is checked"),
    /** Self references and cycles. */
    CYCLES("Self references and cycles"),
    /** Composite keys, and NULL in them. */
    COMPOSITE("Composite keys and NULL"),
    /** Keys that reference other columns than the primary key, and columns of different types or collations. */
    COLUMNS("UNIQUE, types and collations"),
    /** Several rows in one statement or batch. */
    SETS("Many rows and batches"),
    /** Upsert and REPLACE. */
    UPSERT("Upsert and REPLACE"),
    /** DDL, and switching checks off and on. */
    SCHEMA("TRUNCATE, DROP, ALTER and switches"),
    /** Two sessions at once. */
    RACES("Two sessions at once"),
    /** What is left after a failure. */
    AFTERWARDS("After a violation");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    /** Returns the heading of the group. */
    public String title() {
        return title;
    }
}
