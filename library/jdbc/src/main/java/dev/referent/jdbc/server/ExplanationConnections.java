package dev.referent.jdbc.server;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.server.ServerExplainer.FailedWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Completes explanations on separate connections, within a time limit: after a failure PostgreSQL executes nothing on the
 * failed connection before its rollback, and Referent does not wait for a pool without a free connection. Thread-safe.
 */
public final class ExplanationConnections {
    /** How many explanations of one source run at the same time, so that they do not exhaust a pool. */
    private static final int MAX_CONCURRENT = 4;

    private final Source source;
    private final Duration bound;
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT, true);

    /** A source of connections. */
    @FunctionalInterface
    public interface Source {
        /** Returns a connection, which the caller closes. */
        Connection connection() throws SQLException;
    }

    /**
     * Creates the explanations for one source.
     *
     * @param source the source of the explanations' connections
     * @param bound how long an explanation may take
     */
    public ExplanationConnections(Source source, Duration bound) {
        this.source = source;
        this.bound = bound;
    }

    /** Explains a failed write; incompletely if it takes too long or fails. */
    Explanation explanation(Server server, FailedWrite failed) {
        AtomicReference<List<ForeignKeyViolation>> found = new AtomicReference<>(List.of());
        FutureTask<Explanation> task = new FutureTask<>(withPermit(() -> explained(server, failed, found::set)));
        Thread thread = new Thread(task, "referent-explaining");
        thread.setDaemon(true);
        thread.start();
        String reason;
        try {
            return task.get(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            reason = "completing it on another connection took longer than " + bound.toMillis() + " ms";
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            reason = "completing it on another connection was interrupted";
        } catch (ExecutionException e) {
            reason = "completing it on another connection failed: "
                    + Objects.requireNonNull(e.getCause()).getMessage();
        }
        return Explanation.of(
                Objects.requireNonNull(found.get()), Optional.of(Reason.FAILED.because(failed.fact() + "; " + reason)));
    }

    private <T> Callable<T> withPermit(Callable<T> work) {
        return () -> {
            permits.acquire();
            try {
                return work.call();
            } finally {
                permits.release();
            }
        };
    }

    private Explanation explained(Server server, FailedWrite failed, Consumer<List<ForeignKeyViolation>> found)
            throws SQLException {
        try (Connection connection = source.connection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            try {
                return new ServerExplainer(server, connection, found).explain(failed);
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        }
    }
}
