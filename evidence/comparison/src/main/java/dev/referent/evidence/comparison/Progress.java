package dev.referent.evidence.comparison;

import dev.referent.evidence.comparison.report.EngineColumn;
import dev.referent.evidence.comparison.run.Result;

/** Is notified of a comparison's progress, on the thread that runs it. */
public interface Progress {
    /**
     * Called before an engine is started.
     *
     * @param number the position of the engine, from 1
     * @param of the number of engines
     */
    void starting(String engine, int number, int of);

    /** Called after an engine has started or failed to start. */
    void started(EngineColumn engine);

    /**
     * Called after a scenario has run.
     *
     * @param done how many scenarios have run on this engine, including this one
     * @param of how many scenarios each engine runs
     */
    void ran(Result result, int done, int of);
}
