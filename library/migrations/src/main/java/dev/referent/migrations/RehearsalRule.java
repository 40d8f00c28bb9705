package dev.referent.migrations;

import dev.referent.orphans.Finding.Severity;
import dev.referent.orphans.Rule;

/** The kinds of findings of a {@link Rehearsal}. */
public enum RehearsalRule implements Rule {
    /** A migration that failed; those after it were not run. */
    MIGRATION_FAILED(Severity.ERROR, "A migration fails."),
    /** Rows that a migration deleted. */
    ROWS_LOST(Severity.ERROR, "A migration loses rows."),
    /** Values that a migration set to null. */
    ROWS_NULLED(Severity.ERROR, "A migration sets values to null."),
    /** Child rows that ON DELETE SET DEFAULT moved to another parent row, or to none. */
    DEFAULTS_APPLIED(Severity.ERROR, "ON DELETE SET DEFAULT changes child rows during a migration."),
    /** Child rows that had a parent row before the migration, and have none now. */
    NEW_ORPHAN_ROWS(Severity.ERROR, "A migration leaves child rows without a parent row."),
    /** A foreign key that is no longer declared, although its table and columns exist. */
    KEY_LOST(Severity.ERROR, "A migration loses a foreign key."),
    /** An index or a trigger that a table rebuild dropped. */
    INDEX_LOST(Severity.WARNING, "A table rebuild loses an index or a trigger."),
    /** A table of a seeded database that has no rows, so that nothing can be seen in it. */
    NOT_SEEDED(Severity.NOTE, "A table could not be given rows, so losses in it are not seen.");

    private final Severity severity;
    private final String description;

    RehearsalRule(Severity severity, String description) {
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
