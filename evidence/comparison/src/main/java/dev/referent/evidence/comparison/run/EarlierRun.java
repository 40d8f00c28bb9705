package dev.referent.evidence.comparison.run;

import java.util.List;

/** An earlier run of the same scenarios on the same engine. It tells a new run which steps wait for the other session. */
@FunctionalInterface
public interface EarlierRun {
    /** No earlier run. Whether a step waits is found out by a timeout. */
    EarlierRun NONE = (scenario, path) -> List.of();

    /** Returns the steps of the scenario on that access path; empty if they are not known. */
    List<StepResult> steps(String scenario, String path);
}
