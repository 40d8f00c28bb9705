package dev.referent.corpus.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Disconnects clients that do not read what is written to them in time. Jetty's idle timeout begins anew with each byte that
 * is read, and its handler for a minimum rate counts what the operating system buffers, which may be megabytes.
 */
final class SlowReaders extends Handler.Wrapper {
    private final Duration limit;

    /**
     * Creates the handler.
     *
     * @param limit how long each write may take
     */
    SlowReaders(Duration limit) {
        this.limit = limit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, new TimedResponse(request, response), callback);
    }

    private final class TimedResponse extends Response.Wrapper {
        TimedResponse(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
            PendingWrite pending = new PendingWrite(callback);
            super.write(last, content, pending);
            pending.disconnectAfter(
                    limit,
                    getRequest().getComponents().getScheduler(),
                    getRequest().getConnectionMetaData().getConnection().getEndPoint());
        }
    }

    /** A write, most of which end before they could be timed. */
    private static final class PendingWrite extends Callback.Nested {
        private boolean ended;
        private Scheduler.@Nullable Task task;

        PendingWrite(Callback callback) {
            super(callback);
        }

        synchronized void disconnectAfter(Duration limit, Scheduler scheduler, EndPoint client) {
            if (!ended) {
                TimeoutException cause = new TimeoutException("the client reads too slowly");
                task = scheduler.schedule(() -> client.close(cause), limit.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private synchronized void end() {
            ended = true;
            if (task != null) {
                task.cancel();
            }
        }

        @Override
        public void succeeded() {
            end();
            super.succeeded();
        }

        @Override
        public void failed(Throwable cause) {
            end();
            super.failed(cause);
        }
    }
}
