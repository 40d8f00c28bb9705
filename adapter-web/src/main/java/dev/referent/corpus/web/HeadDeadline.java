package dev.referent.corpus.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Closes connections on which the head of the next request takes too long. Jetty's idle timeout begins anew with each byte, so
 * that a client could keep a connection open for ever by sending a byte now and then.
 */
final class HeadDeadline extends Handler.Wrapper implements Connection.Listener {
    private static final int LOOKS_PER_LIMIT = 20;

    private final Duration limit;

    /** The connections that wait for a head, each with the time in nanoseconds until which it may. */
    private final Map<Connection, Long> waiting = new ConcurrentHashMap<>();

    /**
     * Creates the handler.
     *
     * @param limit how long a head may take, from the opening of the connection or the end of the last response, and a twentieth
     *     more: all connections are looked at now and then, because a task for each request would take the scheduler's lock twice
     */
    HeadDeadline(Duration limit) {
        this.limit = limit;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        for (Connector connector : getServer().getConnectors()) {
            connector.addEventListener(this);
        }
        lookLater();
    }

    private void lookLater() {
        getServer().getScheduler().schedule(this::closeLate, limit.toMillis() / LOOKS_PER_LIMIT, TimeUnit.MILLISECONDS);
    }

    private void closeLate() {
        long now = System.nanoTime();
        waiting.forEach((connection, end) -> {
            if (end - now < 0 && waiting.remove(connection, end)) {
                connection.getEndPoint().close();
            }
        });
        lookLater();
    }

    @Override
    public void onOpened(Connection connection) {
        await(connection);
    }

    @Override
    public void onClosed(Connection connection) {
        waiting.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        waiting.remove(connection);
        Request.addCompletionListener(request, failure -> await(connection));
        return super.handle(request, response, callback);
    }

    private void await(Connection connection) {
        if (connection.getEndPoint().isOpen()) {
            waiting.put(connection, System.nanoTime() + limit.toNanos());
        }
    }
}
