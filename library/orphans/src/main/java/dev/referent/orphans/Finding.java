package dev.referent.orphans;

import java.util.Locale;
import java.util.Optional;

/**
 * What an audit found of one key, one table, or the engine.
 *
 * @param rule what kind of thing it is
 * @param table the table that it is about; empty for the engine
 * @param foreignKey the name of the key that it is about, if it is about one
 * @param message what is so, as a sentence
 * @param remedy what to do, SQL where it is SQL; empty where the message says it
 */
public record Finding(
        Rule rule, Optional<String> table, Optional<String> foreignKey, String message, Optional<String> remedy) {

    /** How bad it is. */
    public enum Severity {
        /** Rows or keys are broken, or writes that break them are accepted. */
        ERROR,
        /** Nothing is broken; something is slow, risky or surprising. */
        WARNING,
        /** A guess. */
        NOTE
    }

    /** The kinds of findings. Each has a stable {@link #id()}. */
    public enum Rule {
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

        Rule(Severity severity, String description) {
            this.severity = severity;
            this.description = description;
        }

        /** Returns the rule's name in reports: lower case, with hyphens. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Returns how bad it is. */
        public Severity severity() {
            return severity;
        }

        /** Returns what it means, as a sentence. */
        public String description() {
            return description;
        }
    }

    /** Returns how bad it is. */
    public Severity severity() {
        return rule.severity();
    }

    static Finding of(Rule rule, String table, String foreignKey, String message, String remedy) {
        return new Finding(rule, Optional.of(table), Optional.of(foreignKey), message, Optional.of(remedy));
    }
}
