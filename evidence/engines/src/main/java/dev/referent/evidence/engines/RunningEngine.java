package dev.referent.evidence.engines;

import java.sql.SQLException;

/** A database engine that has been started; closing it ends it and all its databases. */
public interface RunningEngine extends AutoCloseable {
    /**
     * Returns what the engine says of its own version.
     *
     * @throws SQLException if it does not answer
     */
    String version() throws SQLException;

    /**
     * Makes an empty database. The one that was made before may be gone after that.
     *
     * @throws SQLException if the engine does not make one
     */
    Database fresh() throws SQLException;

    @Override
    void close();
}
