package dev.referent.jdbc.server;

import java.sql.SQLException;

/** Recognizes a connection that was lost during a commit, whose outcome is therefore unknown. */
final class CommitErrors {
    /** SQL:2016, table 38: connection exception, transaction resolution unknown. */
    private static final String UNKNOWN = "08007";

    /** The SQLState of MariaDB's driver after a failover to another host, which does not have the transaction. */
    private static final String ANOTHER_HOST = "25S03";

    private CommitErrors() {}

    /**
     * Returns whether a COMMIT failed because its connection was lost or the server shut down (PostgreSQL's 57P01 and 57P02).
     */
    static boolean isConnectionLost(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("57P0") || state.equals(ANOTHER_HOST);
    }

    static SQLException unknownOutcome(SQLException failure) {
        return new SQLException(
                "the connection was lost while it committed, so the outcome is unknown: " + failure.getMessage(),
                UNKNOWN,
                failure.getErrorCode(),
                failure);
    }
}
