package dev.referent.evidence.comparison.scenario;

/** What a scenario is about; a report shows the scenarios of a group together. */
public enum Group {
    /** Whether anything is enforced at all. */
    ENFORCED("Enforced at all?"),
    /** Writes of a row, a key or a parent. */
    WRITES("Insert, update, delete"),
    /** What becomes of the children. */
    ACTIONS("Referential actions"),
    /** At which moment the check is made. */
    TIMING("When it is checked"),
    /** Self references and cycles. */
    CYCLES("Self references and cycles"),
    /** Composite keys, with NULL. */
    COMPOSITE("Composite keys and NULL"),
    /** Keys to other columns than the primary key, of other types or collations. */
    COLUMNS("UNIQUE, types and collations"),
    /** Several rows at once. */
    SETS("Many rows and batches"),
    /** Upsert and REPLACE. */
    UPSERT("Upsert and REPLACE"),
    /** DDL: TRUNCATE, DROP, adding a key, switching checks. */
    SCHEMA("TRUNCATE, DROP, ALTER and switches"),
    /** Two sessions at once. */
    RACES("Two sessions at once"),
    /** What a refusal leaves. */
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
