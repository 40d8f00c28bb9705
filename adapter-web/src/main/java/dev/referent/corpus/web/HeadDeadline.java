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
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections on which the head of the next request takes too long. Jetty's idle timeout begins anew with each byte, so
 * that a client could keep a connection open for ever by sending a byte now and then.
 */
final class HeadDeadline extends Handler.Wrapper implements Connection.Listener {
    private final Duration limit;
    private final Map<Connection, Scheduler.Task> waiting = new ConcurrentHashMap<>();

    /**
     * Creates the handler.
     *
     * @param limit how long a head may take, from the opening of the connection or the end of the last response
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
    }

    @Override
    public void onOpened(Connection connection) {
        await(connection);
    }

    @Override
    public void onClosed(Connection connection) {
        arrived(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        arrived(connection);
        Request.addCompletionListener(request, failure -> await(connection));
        return super.handle(request, response, callback);
    }

    private void await(Connection connection) {
        if (connection.getEndPoint().isOpen()) {
            Scheduler.Task task = getServer()
                    .getScheduler()
                    .schedule(() -> close(connection), limit.toMillis(), TimeUnit.MILLISECONDS);
            cancel(waiting.put(connection, task));
        }
    }

    private void arrived(Connection connection) {
        cancel(waiting.remove(connection));
    }

    private void close(Connection connection) {
        if (waiting.remove(connection) != null) {
            connection.getEndPoint().close();
        }
    }

    private static void cancel(Scheduler.@Nullable Task task) {
        if (task != null) {
            task.cancel();
        }
    }
}
