package dev.referent.evidence.comparison;

import dev.referent.evidence.comparison.report.EngineColumn;
import dev.referent.evidence.comparison.run.Result;

/** Hears how far a comparison has come, on the thread that runs it. */
public interface Progress {
    /**
     * An engine is about to be started.
     *
     * @param number which of them, from 1
     * @param of how many there are
     */
    void starting(String engine, int number, int of);

    /** An engine has been started, or could not be. */
    void started(EngineColumn engine);

    /**
     * A scenario has been run.
     *
     * @param done how many have been run on this engine, this one counted
     * @param of how many there are for each engine
     */
    void ran(Result result, int done, int of);
}
