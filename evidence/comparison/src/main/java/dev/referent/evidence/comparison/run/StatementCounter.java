package dev.referent.evidence.comparison.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/** Counts and records the statements that reach a driver. Thread-safe. */
final class StatementCounter implements QueryExecutionListener, MethodExecutionListener {
    /** The calls that wait for the engine, in addition to executions. */
    private static final Set<String> ROUND_TRIP_METHODS = Set.of("commit", "rollback");

    private final Map<Thread, List<String>> recorded = new HashMap<>();
    private int statements;
    private int roundTrips;
    private boolean paused;

    /** Returns a data source whose statements are counted here. */
    DataSource wrap(DataSource source) {
        return ProxyDataSourceBuilder.create(source)
                .listener(this)
                .methodListener(this)
                .build();
    }

    /** Stops counting until {@link #resume}. */
    synchronized void pause() {
        paused = true;
    }

    /** Resumes counting. */
    synchronized void resume() {
        paused = false;
    }

    /** Records what this thread sends from now on in that list, which other threads may read at the same time. */
    synchronized void recordIn(List<String> sent) {
        recorded.put(Thread.currentThread(), sent);
    }

    private void record(String sql) {
        List<String> sent = recorded.get(Thread.currentThread());
        if (sent != null) {
            sent.add(sql);
        }
    }

    /** Returns how many statements were sent. Each row of a batch counts as one. */
    synchronized int statements() {
        return statements;
    }

    /** Returns how many calls waited for the engine. */
    synchronized int roundTrips() {
        return roundTrips;
    }

    @Override
    public synchronized void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        if (paused) {
            return;
        }
        roundTrips++;
        for (QueryInfo query : queries) {
            List<List<ParameterSetOperation>> rows = query.getParametersList();
            statements += Math.max(1, rows.size());
            record(query.getQuery()
                    + rows.stream().map(StatementCounter::values).collect(Collectors.joining()));
        }
    }

    /** Returns the values bound to one row as {@code [1, 4711]}. */
    private static String values(List<ParameterSetOperation> row) {
        return row.isEmpty()
                ? ""
                : row.stream()
                        .map(set ->
                                set.getMethod().getName().equals("setNull") ? "null" : String.valueOf(set.getArgs()[1]))
                        .collect(Collectors.joining(", ", " [", "]"));
    }

    @Override
    public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        // counted before the execution
    }

    @Override
    public synchronized void beforeMethod(MethodExecutionContext context) {
        String method = context.getMethod().getName();
        if (!paused && ROUND_TRIP_METHODS.contains(method)) {
            roundTrips++;
            record(method);
        }
    }

    @Override
    public void afterMethod(MethodExecutionContext context) {
        // counted before the execution
    }
}
