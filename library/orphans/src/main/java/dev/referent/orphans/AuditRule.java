package dev.referent.orphans;

import dev.referent.orphans.Finding.Severity;

/** The kinds of findings of an {@link Audit}. */
public enum AuditRule implements Rule {
    /** Child rows whose parent row does not exist. */
    ORPHAN_ROWS(Severity.ERROR, "Child rows have no parent row."),
    /** A foreign key whose parent table does not exist. */
    PARENT_TABLE_MISSING(Severity.ERROR, "The parent table of a foreign key does not exist."),
    /** A foreign key that SQLite cannot use: its parent columns do not exist or are not unique. */
    PARENT_KEY_NOT_UNIQUE(Severity.ERROR, "The parent columns of a foreign key are not unique, or do not exist."),
    /** A foreign key that the database does not enforce. */
    NOT_ENFORCED(Severity.ERROR, "A foreign key is declared and not enforced."),
    /** A foreign key whose triggers are disabled, which enforce it. */
    TRIGGERS_DISABLED(Severity.ERROR, "The triggers that enforce a foreign key are disabled."),
    /** A foreign key that the database has not checked for the rows that were there before it. */
    NOT_VALIDATED(Severity.WARNING, "A foreign key is not validated for rows older than itself."),
    /** Child columns without an index. */
    CHILD_NOT_INDEXED(
            Severity.WARNING, "The child columns have no index, so each delete of a parent row reads the table."),
    /** Child and parent columns of different types. */
    TYPES_DIFFER(Severity.WARNING, "The child and the parent column have different types."),
    /** Child and parent columns of different collations. */
    COLLATIONS_DIFFER(Severity.WARNING, "The child and the parent column have different collations."),
    /** A version of SQLite with a known bug that damages files. */
    ENGINE_BUG(Severity.WARNING, "A version of SQLite that wrote or reads the file has a bug that damages files."),
    /** A column that looks like a reference, in a table without foreign keys. */
    POSSIBLE_REFERENCE(Severity.NOTE, "A column looks like a reference and has no foreign key. This is a guess.");

    private final Severity severity;
    private final String description;

    AuditRule(Severity severity, String description) {
        this.severity = severity;
        this.description = description;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    @Override
    public String description() {
        return description;
    }
}
