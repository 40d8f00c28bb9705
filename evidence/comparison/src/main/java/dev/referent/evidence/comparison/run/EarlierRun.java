package dev.referent.evidence.comparison.run;

import java.util.List;

/** An earlier run of the same scenarios on the same engine, from which a run knows which steps wait for the other session. */
@FunctionalInterface
public interface EarlierRun {
    /** No earlier run: whether a step waits is found out by waiting for it. */
    EarlierRun NONE = (scenario, path) -> List.of();

    /** Returns the steps that the scenario took on that access path; empty if they are not known. */
    List<StepResult> steps(String scenario, String path);
}
