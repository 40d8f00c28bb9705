package dev.referent.orphans;

import java.util.Optional;

/**
 * What a check found: of one key, one table, the engine, or one line of a file.
 *
 * @param rule what kind of thing it is
 * @param table the table that it is about, if it is about one
 * @param foreignKey the name of the key that it is about, if it is about one
 * @param message what is so, as a sentence
 * @param remedy what to do, SQL where it is SQL; empty where the message says it
 * @param source the line that it is about, if it is about one; else it is about what the report is about
 */
public record Finding(
        Rule rule,
        Optional<String> table,
        Optional<String> foreignKey,
        String message,
        Optional<String> remedy,
        Optional<SourceLine> source) {

    /** Creates a finding that is about no line of a file. */
    public Finding(
            Rule rule, Optional<String> table, Optional<String> foreignKey, String message, Optional<String> remedy) {
        this(rule, table, foreignKey, message, remedy, Optional.empty());
    }

    /** How bad it is. */
    public enum Severity {
        /** Rows or keys are broken, or writes that break them are accepted. */
        ERROR,
        /** Nothing is broken; something is slow, risky or surprising. */
        WARNING,
        /** Nothing is known to be wrong: a guess, or what could not be checked. */
        NOTE
    }

    /** Returns how bad it is. */
    public Severity severity() {
        return rule.severity();
    }

    /** Returns the same finding about a line of a file. */
    public Finding at(SourceLine line) {
        return new Finding(rule, table, foreignKey, message, remedy, Optional.of(line));
    }

    static Finding of(Rule rule, String table, String foreignKey, String message, String remedy) {
        return new Finding(rule, Optional.of(table), Optional.of(foreignKey), message, Optional.of(remedy));
    }
}
