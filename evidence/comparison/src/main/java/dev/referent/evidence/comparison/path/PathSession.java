package dev.referent.evidence.comparison.path;

import dev.referent.evidence.comparison.scenario.Operation;

/** A session of an access path. Not thread-safe. */
public interface PathSession {
    /**
     * Runs one operation.
     *
     * @param operation any but {@link Operation.Reconnect}
     * @throws Exception the access path's own exception, unchanged
     */
    void run(Operation operation) throws Exception;

    /**
     * Queries one number in the session's transaction.
     *
     * @param sql a {@code SELECT COUNT(*)}
     * @throws Exception the access path's own exception, unchanged
     */
    long count(String sql) throws Exception;

    /**
     * Closes the session. What is not committed is rolled back.
     *
     * @throws Exception the access path's own exception, unchanged
     */
    void close() throws Exception;
}
