package dev.referent.evidence.comparison.run;

import dev.referent.evidence.comparison.scenario.Scenario;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a step may take before the next one starts. If an earlier run is known, a step that did not wait in that run is
 * waited for, so that the order of the steps does not depend on the load of the machine. Not thread-safe.
 */
final class StepTimeouts {
    /** The time after which a step counts as waiting for the other session. */
    static final long WAITING_MILLIS = 400;

    /**
     * The time after which a step counts as stuck. It is longer than the 20 seconds after which Derby checks for a deadlock.
     */
    static final long LIMIT_MILLIS = 30_000;

    private final boolean twoSessions;
    private final boolean known;
    private final Map<Integer, Deque<StepResult>> earlier = new HashMap<>();

    StepTimeouts(Scenario scenario, List<StepResult> earlierSteps) {
        this.twoSessions = scenario.twoSessions();
        this.known = !earlierSteps.isEmpty();
        earlierSteps.forEach(step -> earlier.computeIfAbsent(step.session(), number -> new ArrayDeque<>())
                .add(step));
    }

    /** Returns whether the next step of a session is known to wait. A step that the earlier run skipped did not wait. */
    boolean waits(int session, String operation) {
        Deque<StepResult> steps = earlier.getOrDefault(session, new ArrayDeque<>());
        StepResult next = steps.peek();
        if (next == null || !next.operation().equals(operation)) {
            return false;
        }
        steps.remove();
        return next.waited();
    }

    /**
     * Returns how long the next step may take, in milliseconds.
     *
     * @param waits whether the step is known to wait
     */
    long millis(boolean waits) {
        return twoSessions && (waits || !known) ? WAITING_MILLIS : LIMIT_MILLIS;
    }
}
