package dev.referent.evidence.engines;

import java.sql.SQLException;

/** A running database engine. Closing it stops the engine with all its databases. */
public interface RunningEngine extends AutoCloseable {
    /**
     * Returns the version that the engine reports.
     *
     * @throws SQLException if the engine does not respond
     */
    String version() throws SQLException;

    /**
     * Creates an empty database. The previous one may be dropped.
     *
     * @throws SQLException if the engine cannot create one
     */
    Database fresh() throws SQLException;

    @Override
    void close();
}
