package dev.referent.jdbc.server;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.server.ServerExplainer.FailedWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Completes explanations on separate connections, within a time limit: after a failure PostgreSQL executes nothing on the
 * failed connection before its rollback, and Referent does not wait for a pool without a free connection. Thread-safe.
 */
public final class ExplanationConnections {
    /** How many explanations of one source run at the same time, so that they do not exhaust a pool. */
    private static final int MAX_CONCURRENT = 4;

    /** How long each explanation waits for a connection of the application's own pool; one of them waits longer. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** How long none waits longer after one has waited to the end. */
    private static final Duration STARVED = Duration.ofSeconds(10);

    private final Execution<Connection> source;
    private final Duration bound;
    private final boolean shared;
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT, true);
    private final Semaphore waiting = new Semaphore(1);
    private volatile long starvedUntil = System.nanoTime();

    /**
     * Creates the explanations for one source.
     *
     * @param source opens a connection, which is closed after one explanation
     * @param bound how long an explanation may take
     * @param shared whether it is the application's own pool: then explanations that all wait for a connection, each while its
     *     failure holds one, would wait for one another
     */
    public ExplanationConnections(Execution<Connection> source, Duration bound, boolean shared) {
        this.source = source;
        this.bound = bound;
        this.shared = shared;
    }

    /** Explains a failed write; incompletely if it takes too long or fails. */
    Explanation explanation(Server server, FailedWrite failed) {
        AtomicReference<List<ForeignKeyViolation>> found = new AtomicReference<>(List.of());
        AtomicBoolean connected = new AtomicBoolean();
        FutureTask<Explanation> task = new FutureTask<>(() -> {
            permits.acquire();
            try (Connection connection = source.run()) {
                connected.set(true);
                return explained(server, failed, connection, found::set);
            } finally {
                permits.release();
            }
        });
        Thread thread = new Thread(task, "referent-explaining");
        thread.setDaemon(true);
        thread.start();
        String reason;
        try {
            return result(task, connected);
        } catch (TimeoutException e) {
            task.cancel(true);
            reason = connected.get()
                    ? "completing it on another connection took longer than " + bound.toMillis() + " ms"
                    : "no other connection was free in time";
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

    private Explanation result(FutureTask<Explanation> task, AtomicBoolean connected)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + bound.toNanos();
        if (shared && bound.compareTo(PATIENCE) > 0) {
            try {
                return task.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (!connected.get()) {
                    return ofTheOnlyOneThatWaits(task, end, e);
                }
            }
        }
        return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private Explanation ofTheOnlyOneThatWaits(FutureTask<Explanation> task, long end, TimeoutException impatience)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (System.nanoTime() - starvedUntil < 0 || !waiting.tryAcquire()) {
            throw impatience;
        }
        try {
            return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            starvedUntil = System.nanoTime() + STARVED.toNanos();
            throw e;
        } finally {
            waiting.release();
        }
    }

    private static Explanation explained(
            Server server, FailedWrite failed, Connection connection, Consumer<List<ForeignKeyViolation>> found)
            throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try {
            return new ServerExplainer(server, connection, found).explain(failed);
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }
}
