package dev.referent.migrations;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A PRAGMA statement.
 *
 * @param name its name, in lower case, without that of a database
 * @param value what it sets or is given; empty if it asks
 */
record Pragma(String name, Optional<String> value) {
    private static final Set<String> TRUE = Set.of("on", "yes", "true");

    /** Returns whether it sets the switch of this name. */
    boolean sets(String pragma) {
        return name.equals(pragma) && value.isPresent();
    }

    /** Returns whether its value means on, as SQLite reads it: a word, or any number except 0. */
    boolean on() {
        String given = value.orElse("").toLowerCase(Locale.ROOT);
        return TRUE.contains(given) || given.matches("0*[1-9][0-9]*");
    }
}
