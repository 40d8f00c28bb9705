package dev.referent.evidence.comparison.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one scenario came to on one engine by one access path.
 *
 * @param scenario the scenario's name
 * @param engine the engine's name
 * @param path the access path's name
 * @param verdict what became of it
 * @param failurePoint when it was refused, if it was
 * @param reason why there is no more to tell: the engine's words, or that of a step is missing; empty otherwise
 * @param steps what each step did
 * @param transaction what the first refusal left of its transaction
 * @param commit what the commit after a refusal did
 * @param rows the rows stored in the end, {@code child (1, 4711)}, in the order of the tables and of the ids
 * @param orphans how many of them have a key that points at nothing; -1 if the engine could not tell
 * @param statements how many statements reached the driver, each row of a batch counted: a batch of three is three
 * @param roundTrips how many calls of the driver may have waited for the engine: executions, commits and rollbacks, and a
 *     batch of three is one, although a driver may send its rows one by one
 * @param nanos how long the steps took, in nanoseconds; the median of several runs if there were several
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
    /** Copies the lists. */
    public Result {
        steps = List.copyOf(steps);
        rows = List.copyOf(rows);
    }

    /** A cell of which nothing can be told but why. */
    public static Result without(String scenario, String engine, String path, Verdict verdict, String reason) {
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

    /** The same, with another time. */
    Result taking(long time) {
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

    /** Returns the outcome in words: {@code rejected at commit}, {@code accepted, 1 orphan}. */
    public String outcome() {
        String when = failurePoint == null ? "" : " at " + failurePoint.name().toLowerCase(Locale.ROOT);
        return verdict.label() + when + orphanWords();
    }

    private String orphanWords() {
        return orphans <= 0 ? "" : ", " + orphans + (orphans == 1 ? " orphan" : " orphans");
    }
}
