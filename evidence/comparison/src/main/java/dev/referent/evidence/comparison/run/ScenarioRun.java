package dev.referent.evidence.comparison.run;

import dev.referent.evidence.comparison.path.OpenPath;
import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Step;
import dev.referent.evidence.engines.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Takes the steps of a scenario in order and records what each one does. */
final class ScenarioRun {
    private static final long POLL_MILLIS = 5;

    private final Scenario scenario;
    private final Family family;
    private final StatementCounter statements;
    private final StepTimeouts timeouts;
    private final Map<Integer, SessionThread> sessions = new TreeMap<>();
    private final List<StartedStep> started = new ArrayList<>();
    private TransactionState transaction = TransactionState.NOT_OBSERVED;
    private @Nullable Boolean commitThrew;
    private boolean stuck;
    private long nanos;

    ScenarioRun(Scenario scenario, Family family, OpenPath path, StatementCounter statements, StepTimeouts timeouts) {
        this.scenario = scenario;
        this.family = family;
        this.statements = statements;
        this.timeouts = timeouts;
        scenario.steps()
                .forEach(step -> sessions.computeIfAbsent(
                        step.session(), number -> new SessionThread(scenario, number, path, statements)));
    }

    /** A step that was started. */
    private static final class StartedStep {
        private final Step step;
        private final Future<Boolean> end;
        private final List<String> sent = new CopyOnWriteArrayList<>();
        private boolean waited;

        StartedStep(Step step, SessionThread session) {
            this.step = step;
            this.end = session.start(step.operation(), sent);
        }
    }

    /** Takes all steps and closes the sessions. */
    void takeAllSteps() throws InterruptedException {
        try {
            writeFirstWitness();
            for (Step step : scenario.steps()) {
                take(step);
            }
            for (StartedStep one : started) {
                stuck |= !ended(one.end, StepTimeouts.LIMIT_MILLIS);
            }
        } finally {
            statements.pause();
            for (SessionThread session : sessions.values()) {
                session.close();
            }
        }
    }

    private boolean observesTransaction() {
        return !scenario.autoCommit() && !scenario.twoSessions();
    }

    private void writeFirstWitness() throws InterruptedException {
        if (observesTransaction()) {
            statements.pause();
            SessionThread session = sessions.values().iterator().next();
            ended(
                    session.start(new Operation.Insert(ScenarioTables.WITNESS, List.of(1)), List.of()),
                    StepTimeouts.LIMIT_MILLIS);
            ended(session.start(new Operation.Flush(), List.of()), StepTimeouts.LIMIT_MILLIS);
            statements.resume();
        }
    }

    private void take(Step step) throws InterruptedException {
        SessionThread session = Objects.requireNonNull(sessions.get(step.session()));
        boolean hadFailed = session.hasFailed();
        long start = System.nanoTime();
        boolean waits = timeouts.waits(step.session(), OperationDescription.of(step.operation(), family));
        boolean behind = isBehindAnother(step);
        StartedStep current = new StartedStep(step, session);
        started.add(current);
        if (waits && !behind) {
            awaitSent(current);
        }
        current.waited = !ended(current.end, behind ? millisBehind(step) : timeouts.millis(waits));
        nanos += System.nanoTime() - start;
        Throwable failure = failure(current);
        if (hadFailed && step.operation() instanceof Operation.Commit && commitThrew == null) {
            commitThrew = failure != null;
        } else if (failure != null) {
            observe(session);
        }
    }

    private boolean isBehindAnother(Step step) {
        return started.stream().anyMatch(other -> other.step.session() == step.session() && !other.end.isDone());
    }

    /** A step behind a waiting one waits too, and may be skipped later. A flush gets no further waiting time. */
    private static long millisBehind(Step step) {
        return step.operation() instanceof Operation.Flush ? 0 : StepTimeouts.WAITING_MILLIS;
    }

    /** Waits until the step has reached the engine: on a busy machine the other session must not get ahead of it. */
    private static void awaitSent(StartedStep one) throws InterruptedException {
        for (long waited = 0; one.sent.isEmpty() && waited < StepTimeouts.LIMIT_MILLIS; waited += POLL_MILLIS) {
            if (ended(one.end, POLL_MILLIS)) {
                return;
            }
        }
    }

    private void observe(SessionThread session) throws InterruptedException {
        if (observesTransaction() && transaction == TransactionState.NOT_OBSERVED) {
            statements.pause();
            transaction = session.transactionState();
            statements.resume();
        }
    }

    private static boolean ended(Future<?> future, long millis) throws InterruptedException {
        try {
            future.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static @Nullable Throwable failure(StartedStep one) throws InterruptedException {
        if (!one.end.isDone()) {
            return null;
        }
        try {
            one.end.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static boolean wasSkipped(StartedStep one) throws InterruptedException {
        try {
            return one.end.isDone() && !one.end.get();
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** Returns the results of the steps, without those that were skipped after a failure. */
    List<StepResult> stepResults() throws InterruptedException {
        List<StepResult> results = new ArrayList<>();
        for (StartedStep one : started) {
            if (wasSkipped(one)) {
                continue;
            }
            Throwable failure = failure(one);
            results.add(new StepResult(
                    one.step.session(),
                    OperationDescription.of(one.step.operation(), family),
                    one.sent,
                    one.waited,
                    failure == null ? null : FailureReader.of(failure, scenario)));
        }
        return results;
    }

    /** Returns the call at which the first failure reached the program; null if nothing failed. */
    @Nullable FailurePoint failurePoint() throws InterruptedException {
        for (StartedStep one : started) {
            if (failure(one) != null) {
                return FailurePoint.of(one.step.operation());
            }
        }
        return null;
    }

    /** Returns whether a step did not end within its timeout. */
    boolean isStuck() {
        return stuck;
    }

    /** Returns the state of the transaction after the first failure. */
    TransactionState transaction() {
        return transaction;
    }

    /**
     * Returns what a commit after a failure did.
     *
     * @param stored whether the row written before the failure is stored
     */
    CommitOutcome commit(boolean stored) {
        Boolean threw = commitThrew;
        if (threw == null || !observesTransaction()) {
            return CommitOutcome.NOT_OBSERVED;
        }
        if (threw) {
            return stored ? CommitOutcome.THREW_AND_STORED : CommitOutcome.THREW;
        }
        return stored ? CommitOutcome.STORED : CommitOutcome.SILENTLY_LOST;
    }

    /** Returns how long the steps took, in nanoseconds. */
    long nanos() {
        return nanos;
    }
}
