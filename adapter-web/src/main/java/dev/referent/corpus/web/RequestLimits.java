package dev.referent.corpus.web;

import java.time.Duration;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.DoSHandler;
import org.eclipse.jetty.server.handler.DoSHandler.LeakingBucketTrackerFactory;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Limits how long and how many requests may occupy the server, so that no client keeps it from the others. Reads and writes
 * have their own limits, which together stay below the number of threads (250): whatever writers do, readers are answered.
 * Slow downloads leave places for short reads, and what watches the server is always told whether it is up.
 */
final class RequestLimits {
    /** How long a body may take, and how fast it must be after that. */
    static final TransferDeadline.Limits BODY = new TransferDeadline.Limits(Duration.ofSeconds(10), 1 << 10);

    /** An answer is written in parts of some kilobytes. */
    private static final Duration WRITE = Duration.ofSeconds(30);

    private static final Duration HEAD = Duration.ofSeconds(10);
    private static final int MAX_READS = 128;

    /** Less than all, because each may last as long as the client reads. */
    private static final int MAX_DOWNLOADS = 96;

    private static final int MAX_HEALTH = 8;
    private static final int MAX_WRITES = 64;
    private static final String[] READS = {"GET", "HEAD"};
    private static final PathSpec HEALTH = new ServletPathSpec("/health");
    private static final PathSpec RECORDING = new UriTemplatePathSpec(Representation.BASE + "audio/{id}/file/{name}");
    private static final int MAX_WAITING = 1 << 10;
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final Duration FORGET_CLIENT = Duration.ofMinutes(1);

    private RequestLimits() {}

    /** Adds the limits in front of a server's handlers. */
    static void addTo(Server server, int requestsPerSecond) {
        server.insertHandler(new SlowReaders(WRITE));
        server.insertHandler(inFlight(MAX_WRITES, "POST", "DELETE"));
        QoSHandler reads = inFlight(MAX_READS, READS);
        reads.exclude(HEALTH);
        server.insertHandler(reads);
        server.insertHandler(inFlight(MAX_HEALTH, HEALTH));
        server.insertHandler(inFlight(MAX_DOWNLOADS, RECORDING)); // last, so that it is asked first
        if (requestsPerSecond > 0) {
            server.insertHandler(new DoSHandler(
                    DoSHandler.ID_FROM_REMOTE_ADDRESS,
                    // a bucket of two seconds, so that a page that loads its parts at once is not rejected
                    new LeakingBucketTrackerFactory(requestsPerSecond, 2 * requestsPerSecond, FORGET_CLIENT),
                    RequestLimits::rejectTooMany,
                    Integer.MAX_VALUE));
        }
        server.insertHandler(new HeadDeadline(HEAD));
    }

    private static QoSHandler inFlight(int max, PathSpec path) {
        QoSHandler handler = inFlight(max, READS);
        handler.include(path);
        return handler;
    }

    private static QoSHandler inFlight(int max, String... methods) {
        QoSHandler handler = new QoSHandler();
        handler.includeMethod(methods);
        handler.setMaxRequestCount(max);
        handler.setMaxSuspendedRequestCount(MAX_WAITING);
        handler.setMaxSuspend(MAX_WAIT);
        return handler;
    }

    private static boolean rejectTooMany(Request request, Response response, Callback callback) {
        int status = HttpStatus.TOO_MANY_REQUESTS_429;
        String reason = "too many requests came from this address; wait a second";
        Response.writeError(
                request, response, callback, status, reason, new HttpException.RuntimeException(status, reason));
        return true;
    }
}
