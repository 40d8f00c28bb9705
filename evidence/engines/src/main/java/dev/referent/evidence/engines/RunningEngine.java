package dev.referent.evidence.engines;

import java.sql.Connection;
import java.sql.SQLException;

/** A running database engine. Closing it stops the engine with all its databases. */
public interface RunningEngine extends AutoCloseable {
    /**
     * Returns the version that the engine reports on a fresh database, unless it has one for such questions.
     *
     * @throws SQLException if the engine does not respond
     */
    default String version() throws SQLException {
        try (Connection connection = fresh().source().getConnection()) {
            return Versions.of(connection);
        }
    }

    /**
     * Creates an empty database. The previous one may be dropped.
     *
     * @throws SQLException if the engine cannot create one
     */
    Database fresh() throws SQLException;

    @Override
    void close();
}
