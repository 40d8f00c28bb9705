package dev.referent.evidence.engines;

import java.nio.file.Path;

/** A database engine that the comparison can start. */
public interface Engine {
    /** Returns the short name that a command line and a report use: {@code postgresql-18}. */
    String name();

    /**
     * Starts it, on loopback alone, or within this process.
     *
     * @param directory an empty directory for all that it writes; whoever gives it removes it
     * @throws EngineUnavailableException if it cannot be started here; nothing is left running
     */
    RunningEngine start(Path directory) throws EngineUnavailableException;
}
