package dev.referent.corpus.web;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts a server down gracefully: it stops listening, then finishes the requests in flight. Jetty's own graceful stop either
 * aborts a client that pauses, or waits for idle connections.
 */
final class GracefulShutdown {

    private static final Logger LOG = LoggerFactory.getLogger(GracefulShutdown.class);
    private static final Duration MAX_STOPPING = Duration.ofSeconds(20);

    private GracefulShutdown() {}

    /** Configures a server to count the requests in flight. */
    static void prepare(Server server) {
        server.insertHandler(new GracefulHandler());
    }

    /** Stops listening and waits until no request is in flight; does nothing if the server is stopped. */
    static void of(Server server) {
        GracefulHandler requests = server.getDescendant(GracefulHandler.class);
        if (!server.isRunning() || requests == null) {
            return;
        }
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof NetworkConnector listening) {
                listening.close();
            }
        }
        try {
            requests.shutdown().get(MAX_STOPPING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("requests that take longer than {} are aborted", MAX_STOPPING, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
