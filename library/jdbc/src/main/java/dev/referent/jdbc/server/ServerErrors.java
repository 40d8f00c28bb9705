package dev.referent.jdbc.server;

import dev.referent.integrity.Explanation;
import dev.referent.jdbc.server.ServerExplainer.FailedWrite;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Recognizes and explains a server's foreign key violations. Thread-safe.
 *
 * @param connections the connections on which Referent completes the server's message
 */
public record ServerErrors(Server server, ExplanationConnections connections) {
    /** SQL:2016's class of an invalid transaction state. */
    private static final String INVALID_TRANSACTION_STATE = "25";
    /** SQL:2016, table 38: connection exception, transaction resolution unknown. */
    private static final String UNKNOWN_OUTCOME = "08007";
    /** The SQLState of MariaDB's driver after a failover to another host, which does not have the transaction. */
    private static final String ANOTHER_HOST = "25S03";

    /**
     * Returns the first exception, among the causes of a failure and those chained to them, that names a foreign key. Under the error
     * that a transaction is aborted, PostgreSQL's driver repeats an earlier one, of which the failed statement knows nothing.
     */
    public Optional<SQLException> violation(SQLException failure) {
        if (String.valueOf(failure.getSQLState()).startsWith(INVALID_TRANSACTION_STATE)) {
            return Optional.empty();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (SQLException next = cause instanceof SQLException e ? e : null; next != null; ) {
                if (server.named(next).isPresent()) {
                    return Optional.of(next);
                }
                next = next.getNextException();
            }
        }
        return Optional.empty();
    }

    /** Returns whether the failure itself names a foreign key. */
    public boolean isViolation(SQLException failure) {
        return server.named(failure).isPresent();
    }

    /**
     * Explains a violation.
     *
     * @param violation an exception that names a foreign key
     * @param sql the statement; empty if it is not known
     * @param fresh whether other connections can see all earlier writes of its transaction
     */
    public Explanation explanation(SQLException violation, String sql, Bindings bound, boolean fresh) {
        NamedKey named = server.named(violation).orElseThrow();
        return connections.explanation(
                server, new FailedWrite(named, SimpleServerStatement.of(server, sql, bound), fresh));
    }

    /** Returns a violation without the values that a server adds to its message. */
    public SQLException withoutValues(SQLException violation) {
        return server.withoutValues(violation);
    }

    /** Returns the end of a violation's message, in which Hibernate's dialects find the constraint name. */
    public String ending(SQLException violation) {
        return server.reported(server.named(violation).orElseThrow().constraint());
    }

    /** Returns the failure of a COMMIT, as one with an unknown outcome if the connection was lost. */
    public SQLException commit(SQLException failure) {
        return isConnectionLost(failure)
                ? new SQLException(
                        "the connection was lost while it committed, so the outcome is unknown: "
                                + failure.getMessage(),
                        UNKNOWN_OUTCOME,
                        failure.getErrorCode(),
                        failure)
                : failure;
    }

    /** Returns whether the connection was lost, or the server shut down (PostgreSQL's 57P01 and 57P02). */
    private static boolean isConnectionLost(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("57P0") || state.equals(ANOTHER_HOST);
    }
}
