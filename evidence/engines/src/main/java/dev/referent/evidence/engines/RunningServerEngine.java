package dev.referent.evidence.engines;

import java.sql.SQLException;

/**
 * A running server and its databases.
 *
 * @param databases creates the databases
 * @param stop stops the server; sessions that it would wait for are terminated before
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
            // a server that does not respond has no sessions to wait for
        } finally {
            stop.run();
        }
    }
}
