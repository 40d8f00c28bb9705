package dev.referent.migrations;

import dev.referent.orphans.Finding.Severity;
import dev.referent.orphans.Rule;

/** The kinds of findings of a {@link Lint}, which also has those of the audit that are about the schema alone. */
public enum LintRule implements Rule {
    /** {@code PRAGMA foreign_keys} inside of a transaction, where it does nothing. */
    PRAGMA_IN_TRANSACTION(Severity.ERROR, "PRAGMA foreign_keys does nothing inside of a transaction."),
    /** {@code PRAGMA defer_foreign_keys} before a DROP TABLE whose actions it does not stop. */
    DEFER_AS_GUARD(
            Severity.ERROR, "PRAGMA defer_foreign_keys does not stop ON DELETE CASCADE, SET NULL or SET DEFAULT."),
    /** DROP TABLE of a parent table with enforcement on: it deletes the rows first, and the keys' actions follow. */
    DROP_PARENT(Severity.ERROR, "DROP TABLE of a parent table deletes its rows first, and so acts on the child rows."),
    /** A parent table that is renamed to make room for its successor: its children's keys follow it. */
    RENAME_AWAY(Severity.ERROR, "ALTER TABLE … RENAME TO takes the child tables' foreign keys along."),
    /** REPLACE into a parent table: it deletes the old row, and the keys' actions follow. */
    REPLACE_PARENT(Severity.ERROR, "REPLACE deletes the old row first, and so acts on the child rows."),
    /** A script that leaves enforcement off. */
    ENFORCEMENT_LEFT_OFF(Severity.ERROR, "A script switches enforcement off and not on again."),
    /** ON DELETE or ON UPDATE SET NULL or SET DEFAULT that sets a null where none is allowed. */
    ACTION_SETS_NULL(Severity.ERROR, "An action of a foreign key sets a column to null that is NOT NULL."),
    /** A table rebuild that loses a key, an index or a trigger. */
    REBUILD_FORGETS(Severity.WARNING, "A table rebuild loses a foreign key, an index or a trigger."),
    /** {@code PRAGMA foreign_key_check} whose result nobody reads. */
    CHECK_UNREAD(Severity.WARNING, "PRAGMA foreign_key_check returns rows, which no tool reads, and fails nothing."),
    /** A statement that could not be followed. */
    STATEMENT_FAILED(Severity.WARNING, "A statement fails on an empty database, so what depends on it is not checked."),
    /** A comment {@code referent:ignore} without a reason, or without a known rule. */
    IGNORED_WITHOUT_REASON(Severity.ERROR, "A comment referent:ignore lacks a reason, or names no rule."),
    /** A comment {@code referent:ignore} that applies to nothing. */
    NOTHING_TO_IGNORE(Severity.WARNING, "A comment referent:ignore applies to no finding.");

    private final Severity severity;
    private final String description;

    LintRule(Severity severity, String description) {
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
