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

/** Counts and notes what reaches a driver. Thread-safe. */
final class StatementCounter implements QueryExecutionListener, MethodExecutionListener {
    /** Besides executions, these wait for the engine. */
    private static final Set<String> TRIPS = Set.of("commit", "rollback");

    private final Map<Thread, List<String>> notes = new HashMap<>();
    private int statements;
    private int roundTrips;
    private boolean paused;

    /** Returns a source whose connections are counted here. */
    DataSource around(DataSource source) {
        return ProxyDataSourceBuilder.create(source)
                .listener(this)
                .methodListener(this)
                .build();
    }

    /** Counts nothing until {@link #resume}. */
    synchronized void pause() {
        paused = true;
    }

    /** Counts again. */
    synchronized void resume() {
        paused = false;
    }

    /** Notes what this thread sends from now on in that list, which may be read by others meanwhile. */
    synchronized void noteIn(List<String> sent) {
        notes.put(Thread.currentThread(), sent);
    }

    private void note(String text) {
        List<String> sent = notes.get(Thread.currentThread());
        if (sent != null) {
            sent.add(text);
        }
    }

    /** Returns how many statements were sent, each row of a batch counted. */
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
            note(query.getQuery() + rows.stream().map(StatementCounter::values).collect(Collectors.joining()));
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
        // counted before it ran
    }

    @Override
    public synchronized void beforeMethod(MethodExecutionContext context) {
        String method = context.getMethod().getName();
        if (!paused && TRIPS.contains(method)) {
            roundTrips++;
            note(method);
        }
    }

    @Override
    public void afterMethod(MethodExecutionContext context) {
        // counted before it ran
    }
}
