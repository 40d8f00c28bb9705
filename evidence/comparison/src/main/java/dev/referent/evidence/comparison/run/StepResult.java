package dev.referent.evidence.comparison.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of one step.
 *
 * @param session the session, 1 or 2
 * @param operation a description of the operation
 * @param sent the SQL that reached the driver, in order, each followed by its bound values
 * @param waited whether the step was still waiting when the next step started
 * @param failure why the step failed; null if it succeeded
 */
public record StepResult(int session, String operation, List<String> sent, boolean waited, @Nullable Failure failure) {
    /** Copies the list. */
    public StepResult {
        sent = List.copyOf(sent);
    }
}
