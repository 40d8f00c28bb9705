package dev.referent.jdbc.server;

import java.sql.SQLException;

/** A connection that was lost while it committed, so that nobody knows whether it did. */
final class CommitErrors {
    /** SQL:2016, table 38: connection exception, transaction resolution unknown. */
    private static final String UNKNOWN = "08007";

    /** What MariaDB's driver says that knows several hosts and has gone to another one, which has not seen the transaction. */
    private static final String ANOTHER_HOST = "25S03";

    private CommitErrors() {}

    /** Tells whether a COMMIT ended with its connection: by itself, or as the server went (PostgreSQL's 57P01 and 57P02). */
    static boolean isConnectionLost(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("57P0") || state.equals(ANOTHER_HOST);
    }

    static SQLException unknownOutcome(SQLException failure) {
        return new SQLException(
                "the connection was lost while it committed, so the outcome is unknown: "
                        + failure.getMessage(),
                UNKNOWN,
                failure.getErrorCode(),
                failure);
    }
}
