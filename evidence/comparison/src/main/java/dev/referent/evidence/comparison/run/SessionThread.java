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

/** Runs one session of a scenario on its own thread, so that it can wait for a lock while the other session continues. */
final class SessionThread {
    private static final long CLOSE_SECONDS = 5;

    private final Scenario scenario;
    private final boolean batches;
    private final OpenPath path;
    private final StatementCounter statements;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(run -> {
        Thread daemon = new Thread(run, "session");
        daemon.setDaemon(true);
        return daemon;
    });
    private @Nullable PathSession session;
    private volatile boolean failed;

    SessionThread(Scenario scenario, int number, OpenPath path, StatementCounter statements) {
        this.statements = statements;
        this.scenario = scenario;
        this.batches = scenario.steps().stream()
                .anyMatch(step -> step.session() == number && step.operation() instanceof Operation.InsertAll);
        this.path = path;
    }

    /**
     * Starts an operation as soon as the previous ones have ended. After a failure, operations are skipped except those that
     * end the transaction and those that a program sends even after a failure.
     *
     * @param sent receives the SQL that is sent; the session's thread writes to it
     * @return completes with whether the operation was run, or with its exception
     */
    Future<Boolean> start(Operation operation, List<String> sent) {
        return thread.submit(() -> {
            if (failed && !runsAfterFailure(operation)) {
                return false;
            }
            failed = false;
            statements.recordIn(sent);
            try {
                run(operation);
            } catch (Exception e) {
                failed = true;
                throw e;
            }
            return true;
        });
    }

    /** Returns whether the last operation failed. */
    boolean hasFailed() {
        return failed;
    }

    private boolean runsAfterFailure(Operation operation) {
        return scenario.goesOn()
                || operation instanceof Operation.Commit
                || operation instanceof Operation.Rollback
                || (operation instanceof Operation.Sql sql && sql.evenAfterFailure());
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

    /** Finds out, within the transaction, what a failure has left of it. */
    TransactionState transactionState() throws InterruptedException {
        Future<TransactionState> state = thread.submit(() -> {
            if (current().count("SELECT COUNT(*) FROM witness") == 0) {
                return TransactionState.ROLLED_BACK;
            }
            current().run(new Operation.Insert(ScenarioTables.WITNESS, List.of(2)));
            current().run(new Operation.Flush());
            return TransactionState.USABLE;
        });
        try {
            return state.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return TransactionState.ABORTED;
        }
    }

    /** Closes the session and ignores failures. If the session is stuck, its thread is left to end on its own. */
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
