package dev.referent.evidence.comparison.run;

import dev.referent.evidence.comparison.path.OpenPath;
import dev.referent.evidence.comparison.path.PathSession;
import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.comparison.scenario.Scenario;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One session of a scenario, on a thread of its own, so that it can wait for a lock while the other goes on. */
final class SessionThread {
    private static final long CLOSE_SECONDS = 5;

    private final Scenario scenario;
    private final boolean batches;
    private final OpenPath path;
    private final StatementCounter traffic;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(run -> {
        Thread daemon = new Thread(run, "session");
        daemon.setDaemon(true);
        return daemon;
    });
    private @Nullable PathSession session;
    private volatile boolean refused;

    SessionThread(Scenario scenario, int number, OpenPath path, StatementCounter traffic) {
        this.traffic = traffic;
        this.scenario = scenario;
        this.batches = scenario.steps().stream()
                .anyMatch(step -> step.session() == number && step.operation() instanceof Operation.InsertAll);
        this.path = path;
    }

    /**
     * Begins an operation, when those before have ended. After a failure all are passed over but
     * what ends the transaction, and what a program sends all the same.
     *
     * @param sent takes what it sends; written by the session's thread
     * @return whether it was done, at the end; it fails as the operation fails
     */
    Future<Boolean> begin(Operation operation, List<String> sent) {
        return thread.submit(() -> {
            if (refused && !goesOn(operation)) {
                return false;
            }
            refused = false;
            traffic.noteIn(sent);
            try {
                run(operation);
            } catch (Exception e) {
                refused = true;
                throw e;
            }
            return true;
        });
    }

    /** Returns whether its last operation failed. */
    boolean isRefused() {
        return refused;
    }

    private static boolean goesOn(Operation operation) {
        return operation instanceof Operation.Commit
                || operation instanceof Operation.Rollback
                || (operation instanceof Operation.Sql sql && sql.anyway());
    }

    private void run(Operation operation) throws Exception {
        if (operation instanceof Operation.Reconnect) {
            end();
        } else {
            current().run(operation);
        }
    }

    private PathSession current() throws Exception {
        PathSession open = session;
        if (open == null) {
            open = path.session(scenario.autoCommit(), batches);
            session = open;
        }
        return open;
    }

    private void end() throws Exception {
        PathSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    /** Looks, within its transaction, at what a refusal has left of it. */
    TransactionState transaction() throws InterruptedException {
        Future<TransactionState> look = thread.submit(() -> {
            if (current().count("SELECT COUNT(*) FROM witness") == 0) {
                return TransactionState.ROLLED_BACK;
            }
            current().run(new Operation.Insert(ScenarioTables.WITNESS, List.of(2)));
            current().run(new Operation.Flush());
            return TransactionState.USABLE;
        });
        try {
            return look.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return TransactionState.ABORTED;
        }
    }

    /** Ends the session; if it is stuck, its thread is left to end by itself. What fails in that matters to nobody. */
    void close() throws InterruptedException {
        Future<?> end = thread.submit(() -> {
            end();
            return null;
        });
        thread.shutdown();
        if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            end.cancel(true);
            thread.shutdownNow();
        }
    }
}
