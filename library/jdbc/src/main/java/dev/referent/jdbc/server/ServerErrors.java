package dev.referent.jdbc.server;

import dev.referent.integrity.Explanation;
import dev.referent.jdbc.server.ServerExplainer.FailedWrite;
import java.sql.SQLException;
import java.util.Optional;

/** What a server reports of failed writes: which of them violate a foreign key, and why. Thread-safe. */
public final class ServerErrors {
    private final Server server;
    private final ExplanationConnections connections;

    /**
     * Reads the reports of one server.
     *
     * @param connections completes what the server leaves out
     */
    public ServerErrors(Server server, ExplanationConnections connections) {
        this.server = server;
        this.connections = connections;
    }

    /** Returns the first exception, among the causes of a failure and those chained to them, that names a foreign key. */
    public Optional<SQLException> violation(SQLException failure) {
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

    /** Tells whether the failure itself names a foreign key. */
    public boolean isViolation(SQLException failure) {
        return server.named(failure).isPresent();
    }

    /**
     * Explains a violation.
     *
     * @param violation an exception that names a foreign key
     * @param sql the statement; empty if it is not known
     * @param bound what is bound to it
     * @param fresh whether nothing that its transaction has done before is hidden from other connections
     */
    public Explanation explanation(SQLException violation, String sql, Bindings bound, boolean fresh) {
        NamedKey named = server.named(violation).orElseThrow();
        return connections.explanation(server, new FailedWrite(named, SimpleServerStatement.of(server, sql, bound), fresh));
    }

    /** Returns a violation without the values that a server adds to its message. */
    public SQLException withoutValues(SQLException violation) {
        return server.withoutValues(violation);
    }

    /** Returns what the message of a violation ends with, by which Hibernate's dialects find the name of the key. */
    public String ending(SQLException violation) {
        return server.reported(server.named(violation).orElseThrow().constraint());
    }

    /** Returns a failed COMMIT as it is, or as one of which nobody knows whether it was done. */
    public SQLException commit(SQLException failure) {
        return CommitErrors.isConnectionLost(failure) ? CommitErrors.unknownOutcome(failure) : failure;
    }
}
