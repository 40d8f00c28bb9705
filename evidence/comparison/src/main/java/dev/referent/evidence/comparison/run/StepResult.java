package dev.referent.evidence.comparison.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one step did.
 *
 * @param session which session took it
 * @param operation what was to be done, for a person to read
 * @param sent the SQL that reached the driver, in order, with bound values behind it
 * @param waited whether it was still waiting when the next session's step began
 * @param failure why it failed, if it did
 */
public record StepResult(int session, String operation, List<String> sent, boolean waited, @Nullable Failure failure) {
    /** Copies the list. */
    public StepResult {
        sent = List.copyOf(sent);
    }
}
