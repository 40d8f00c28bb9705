package dev.referent.corpus.web;

import dev.referent.corpus.ByteSize;
import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.InvalidInputException;
import io.javalin.http.Context;
import io.javalin.http.Header;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The body of a request: read up to a limit, and drained if the response comes before its end. */
final class RequestBody {

    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);

    /**
     * How much of a rejected body is still read. A client that is cut off while it sends may never read the response; one that
     * sends more than this is cut off nevertheless.
     */
    private static final int MAX_DRAINED_BYTES = 64 << 20;

    private static final Duration MAX_DRAINING = Duration.ofSeconds(5);
    private static final String OPENED = RequestBody.class.getName();

    private RequestBody() {}

    /**
     * Returns a request whose body is to be read.
     *
     * @throws InvalidInputException if its headers announce more bytes than that, or an encoding
     */
    static HttpServletRequest opened(Context ctx, long maxBytes) {
        if (ctx.req().getContentLengthLong() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        String encoding = ctx.header(Header.CONTENT_ENCODING);
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new InvalidInputException(
                    Kind.UNSUPPORTED_TYPE, "the body is encoded as " + encoding + "; send it as it is");
        }
        ctx.attribute(OPENED, true);
        return new TimedRequest(ctx.req(), RequestLimits.BODY);
    }

    /**
     * Reads the whole body into memory.
     *
     * @throws InvalidInputException if it is larger than that, or cut off
     */
    static byte[] read(Context ctx, int maxBytes) {
        try {
            byte[] bytes = opened(ctx, maxBytes).getInputStream().readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw tooLarge(maxBytes);
            }
            return bytes;
        } catch (IOException e) {
            throw new InvalidInputException("the body is cut off; send it again");
        }
    }

    /**
     * If a body is not read to its end, sends the response at once and then reads the rest, within limits, so that the client
     * can finish sending and read the response. A client that still waits for {@code 100 Continue} is not asked to send
     * anything.
     */
    static void answerBeforeItsEnd(Context ctx) {
        boolean waits = ctx.header(Header.EXPECT) != null && ctx.attribute(OPENED) == null;
        boolean none = ctx.req().getContentLengthLong() <= 0 && ctx.header(Header.TRANSFER_ENCODING) == null;
        try {
            if (!waits && !none && !ctx.req().getInputStream().isFinished()) {
                send(ctx);
                drain(ctx.req());
            }
        } catch (IOException e) {
            LOG.debug("the client disconnected, or sends nothing more", e);
        }
    }

    private static void send(Context ctx) throws IOException {
        InputStream answer = ctx.resultInputStream();
        try (OutputStream out = ctx.res().getOutputStream()) {
            if (answer != null) {
                // at its end from here on, so that Javalin adds nothing
                answer.transferTo(out);
            }
        }
    }

    private static void drain(HttpServletRequest request) throws IOException {
        EndPoint client = client(request);
        long patience = client.getIdleTimeout();
        client.setIdleTimeout(MAX_DRAINING.toMillis());
        byte[] buffer = new byte[1 << 13];
        long end = System.nanoTime() + MAX_DRAINING.toNanos();
        InputStream rest = request.getInputStream();
        int left = MAX_DRAINED_BYTES;
        int read = rest.read(buffer);
        while (read >= 0 && left > 0 && System.nanoTime() < end) {
            left -= read;
            read = rest.read(buffer);
        }
        client.setIdleTimeout(patience);
    }

    /** Returns the connection of a request. */
    static EndPoint client(ServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    /** Rejects a larger body. */
    static InvalidInputException tooLarge(long maxBytes) {
        return new InvalidInputException(
                Kind.TOO_LARGE, "the body is larger than " + ByteSize.of(maxBytes) + "; send less");
    }
}
