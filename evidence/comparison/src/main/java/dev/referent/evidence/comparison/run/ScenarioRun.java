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

/** Takes the steps of a scenario in their order and observes each. */
final class ScenarioRun {
    private static final long LOOK_MILLIS = 5;

    private final Scenario scenario;
    private final Family family;
    private final StatementCounter traffic;
    private final StepTimeouts patience;
    private final Map<Integer, SessionThread> actors = new TreeMap<>();
    private final List<Taken> taken = new ArrayList<>();
    private TransactionState transaction = TransactionState.NOT_OBSERVED;
    private @Nullable Boolean commitThrew;
    private boolean stuck;
    private long nanos;

    ScenarioRun(Scenario scenario, Family family, OpenPath path, StatementCounter traffic, StepTimeouts patience) {
        this.scenario = scenario;
        this.family = family;
        this.traffic = traffic;
        this.patience = patience;
        scenario.steps()
                .forEach(step -> actors.computeIfAbsent(
                        step.session(), number -> new SessionThread(scenario, number, path, traffic)));
    }

    /** One step that was begun. */
    private static final class Taken {
        private final Step step;
        private final Future<Boolean> end;
        private final List<String> sent = new CopyOnWriteArrayList<>();
        private boolean waited;

        Taken(Step step, SessionThread actor) {
            this.step = step;
            this.end = actor.begin(step.operation(), sent);
        }
    }

    /** Takes all steps. */
    void perform() throws InterruptedException {
        try {
            witness();
            for (Step step : scenario.steps()) {
                take(step);
            }
            for (Taken one : taken) {
                stuck |= !ended(one.end, StepTimeouts.LIMIT_MILLIS);
            }
        } finally {
            traffic.pause();
            for (SessionThread actor : actors.values()) {
                actor.close();
            }
        }
    }

    private boolean observesTransaction() {
        return !scenario.autoCommit() && !scenario.twoSessions();
    }

    private void witness() throws InterruptedException {
        if (observesTransaction()) {
            traffic.pause();
            SessionThread actor = actors.values().iterator().next();
            ended(
                    actor.begin(new Operation.Insert(ScenarioTables.WITNESS, List.of(1)), List.of()),
                    StepTimeouts.LIMIT_MILLIS);
            ended(actor.begin(new Operation.Flush(), List.of()), StepTimeouts.LIMIT_MILLIS);
            traffic.resume();
        }
    }

    private void take(Step step) throws InterruptedException {
        SessionThread actor = Objects.requireNonNull(actors.get(step.session()));
        boolean again = actor.isRefused();
        long start = System.nanoTime();
        boolean waits = patience.waits(step.session(), OperationDescription.of(step.operation(), family));
        boolean behind = isBehindAnother(step);
        Taken one = new Taken(step, actor);
        taken.add(one);
        if (waits && !behind) {
            awaitSent(one);
        }
        one.waited = !ended(one.end, behind ? millisBehind(step) : patience.millis(waits));
        nanos += System.nanoTime() - start;
        Throwable failure = failure(one);
        if (again && step.operation() instanceof Operation.Commit && commitThrew == null) {
            commitThrew = failure != null;
        } else if (failure != null) {
            observe(actor);
        }
    }

    private boolean isBehindAnother(Step step) {
        return taken.stream().anyMatch(one -> one.step.session() == step.session() && !one.end.isDone());
    }

    /** A step behind one that is waiting waits, too, and is perhaps passed over; for a flush nobody waits once more. */
    private static long millisBehind(Step step) {
        return step.operation() instanceof Operation.Flush ? 0 : StepTimeouts.WAITING_MILLIS;
    }

    /** On a busy machine, a step that is to wait must reach the engine before the other session goes on. */
    private static void awaitSent(Taken one) throws InterruptedException {
        for (long waited = 0; one.sent.isEmpty() && waited < StepTimeouts.LIMIT_MILLIS; waited += LOOK_MILLIS) {
            if (ended(one.end, LOOK_MILLIS)) {
                return;
            }
        }
    }

    private void observe(SessionThread actor) throws InterruptedException {
        if (observesTransaction() && transaction == TransactionState.NOT_OBSERVED) {
            traffic.pause();
            transaction = actor.transaction();
            traffic.resume();
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

    private static @Nullable Throwable failure(Taken one) throws InterruptedException {
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

    private static boolean passedOver(Taken one) throws InterruptedException {
        try {
            return one.end.isDone() && !one.end.get();
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** Returns what each step did; those that were passed over after a failure are left out. */
    List<StepResult> results() throws InterruptedException {
        List<StepResult> results = new ArrayList<>();
        for (Taken one : taken) {
            if (passedOver(one)) {
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

    /** Returns when the first failure reached the program, if there was one. */
    @Nullable FailurePoint failurePoint() throws InterruptedException {
        for (Taken one : taken) {
            if (failure(one) != null) {
                return FailurePoint.of(one.step.operation());
            }
        }
        return null;
    }

    /** Returns whether a step did not end in time. */
    boolean isStuck() {
        return stuck;
    }

    /** Returns what the first refusal left of its transaction. */
    TransactionState transaction() {
        return transaction;
    }

    /** Returns what a commit after a refusal did, given whether the row of before is stored. */
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
