package dev.referent.evidence.comparison.path;

import dev.referent.evidence.comparison.scenario.Operation;

/** One session of an access path. Not thread-safe. */
public interface PathSession {
    /**
     * Does one operation. Failures come as they are, in the path's own exceptions.
     *
     * @param operation any but {@link Operation.Reconnect}
     * @throws Exception whatever the path throws
     */
    void run(Operation operation) throws Exception;

    /**
     * Asks for one number, within the session's transaction.
     *
     * @param sql a SELECT COUNT(*)
     * @throws Exception whatever the path throws
     */
    long count(String sql) throws Exception;

    /**
     * Lets go of the session as a program does that has given up: what is not committed is rolled back.
     *
     * @throws Exception whatever the path throws
     */
    void close() throws Exception;
}
