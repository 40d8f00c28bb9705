package dev.referent.evidence.comparison.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The result of one scenario on one engine through one access path.
 *
 * @param scenario the scenario's name
 * @param engine the engine's name
 * @param path the access path's name
 * @param verdict the outcome
 * @param failurePoint the call at which the first failure reached the program; null if nothing failed
 * @param reason why the scenario was not run: the engine's message, or the unsupported statement; empty if it was run
 * @param steps the results of the steps
 * @param transaction the state of the transaction after the first failure
 * @param commit what the commit after a failure did
 * @param rows the rows stored at the end, for example {@code child (1, 4711)}, ordered by table and id
 * @param orphans the number of orphan rows at the end; -1 if they could not be counted
 * @param statements how many statements reached the driver; a batch of three rows counts as three
 * @param roundTrips how many driver calls may have waited for the engine: executions, commits and rollbacks; a batch counts as
 *     one, although a driver may send its rows one by one
 * @param nanos how long the steps took, in nanoseconds; the median if the scenario was timed several times
 */
public record Result(
        String scenario,
        String engine,
        String path,
        Verdict verdict,
        @JsonProperty("moment") @Nullable FailurePoint failurePoint,
        String reason,
        List<StepResult> steps,
        TransactionState transaction,
        CommitOutcome commit,
        List<String> rows,
        int orphans,
        int statements,
        int roundTrips,
        long nanos) {
    /** Copies the lists, and hides the paths of this machine in the reason. */
    public Result {
        reason = ServerPaths.hiddenIn(reason);
        steps = List.copyOf(steps);
        rows = List.copyOf(rows);
    }

    /** Creates the result of a scenario that was not run, or of which no more than the reason is known. */
    public static Result notRun(String scenario, String engine, String path, Verdict verdict, String reason) {
        return new Result(
                scenario,
                engine,
                path,
                verdict,
                null,
                reason,
                List.of(),
                TransactionState.NOT_OBSERVED,
                CommitOutcome.NOT_OBSERVED,
                List.of(),
                0,
                0,
                0,
                0);
    }

    /** Returns this result with another time. */
    Result withNanos(long time) {
        return new Result(
                scenario,
                engine,
                path,
                verdict,
                failurePoint,
                reason,
                steps,
                transaction,
                commit,
                rows,
                orphans,
                statements,
                roundTrips,
                time);
    }

    /** Returns the outcome as text, for example {@code rejected at commit} or {@code accepted, 1 orphan}. */
    public String outcome() {
        String when = failurePoint == null ? "" : " at " + failurePoint.name().toLowerCase(Locale.ROOT);
        return verdict.label() + when + orphanText();
    }

    private String orphanText() {
        return orphans <= 0 ? "" : ", " + orphans + (orphans == 1 ? " orphan" : " orphans");
    }
}
