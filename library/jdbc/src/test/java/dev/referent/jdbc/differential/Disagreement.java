package dev.referent.jdbc.differential;

import java.util.List;

/**
 * Something that Referent got wrong, or the oracle.
 *
 * @param seed the scenario
 * @param what what is wrong
 * @param script reproduces the failure with the sqlite3 shell
 */
record Disagreement(long seed, List<String> what, String script) {

    @Override
    public String toString() {
        return "seed " + seed + ":\n  " + String.join("\n  ", what) + "\n" + script;
    }
}
