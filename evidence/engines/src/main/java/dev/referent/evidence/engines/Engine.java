package dev.referent.evidence.engines;

import java.nio.file.Path;

/** A database engine that can be started. */
public interface Engine {
    /** Returns the short name for command lines and reports, for example {@code postgresql-18}. */
    String name();

    /**
     * Starts the engine, in this process or on the loopback interface.
     *
     * @param directory an empty directory for all files of the engine; the caller deletes it
     * @throws EngineUnavailableException if the engine cannot be started here; nothing is left running
     */
    RunningEngine start(Path directory) throws EngineUnavailableException;
}
