package dev.referent.evidence.engines;

import java.sql.SQLException;

/**
 * A server that was started, and its databases.
 *
 * @param databases makes them
 * @param stop ends the server, whose sessions are then ended already where it would wait for them
 */
record RunningServerEngine(ServerDatabases databases, Runnable stop) implements RunningEngine {
    @Override
    public String version() throws SQLException {
        return databases.version();
    }

    @Override
    public Database fresh() throws SQLException {
        return databases.fresh();
    }

    @Override
    public void close() {
        try {
            databases.endSessions();
        } catch (SQLException e) {
            // a server that does not answer has no sessions for which its stop would wait
        } finally {
            stop.run();
        }
    }
}
