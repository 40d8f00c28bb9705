package dev.referent.jdbc.differential;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.util.Optional;

/**
 * What an explanation rests on: reading alone, or a re-run.
 *
 * @param text for the report; empty as long as the exception does not tell
 */
record Evidence(Optional<String> text) {

    /** Returns the evidence for an explanation: the place to ask the exception, or the engine's statistics, for it. */
    static Evidence of(ForeignKeyViolationSQLException failure) {
        return new Evidence(Optional.empty());
    }
}
