package dev.referent.web;

import dev.referent.core.ReferentException.Kind;
import dev.referent.core.RefusedInputException;
import io.javalin.http.Context;
import io.javalin.http.Header;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** The bytes that a request carries: read up to a limit, and drained where an answer comes before their end. */
final class RequestBody {

    /**
     * How much of a refused body is still taken in. A client that is cut off while it sends may never read the answer;
     * one that sends more than this is cut off all the same.
     */
    private static final int MAX_DRAINED_BYTES = 64 << 20;

    private static final Duration MAX_DRAINING = Duration.ofSeconds(5);
    private static final String OPENED = RequestBody.class.getName();

    private RequestBody() {}

    /**
     * Returns the request, its body about to be read.
     *
     * @throws RefusedInputException if it states more bytes than that
     */
    static HttpServletRequest opened(Context ctx, long maxBytes) {
        if (ctx.req().getContentLengthLong() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        ctx.attribute(OPENED, true);
        return ctx.req();
    }

    /**
     * Reads the whole body into memory.
     *
     * @throws RefusedInputException if it is larger than that, or cut off
     */
    static byte[] read(Context ctx, int maxBytes) {
        try {
            byte[] bytes = opened(ctx, maxBytes).getInputStream().readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw tooLarge(maxBytes);
            }
            return bytes;
        } catch (IOException e) {
            throw new RefusedInputException("the body is cut off; send it again");
        }
    }

    /**
     * Takes in what is left of the body, within limits, so that the client can finish sending and read the answer. A
     * client that still waits for {@code 100 Continue} is not asked to send anything.
     */
    static void drain(Context ctx) {
        boolean waits = ctx.header(Header.EXPECT) != null && ctx.attribute(OPENED) == null;
        if (waits) {
            return;
        }
        byte[] buffer = new byte[1 << 13];
        long end = System.nanoTime() + MAX_DRAINING.toNanos();
        try {
            InputStream rest = ctx.req().getInputStream();
            int left = MAX_DRAINED_BYTES;
            int read = rest.read(buffer);
            while (read >= 0 && left > 0 && System.nanoTime() < end) {
                left -= read;
                read = rest.read(buffer);
            }
        } catch (IOException e) {
            // the client is gone, and nobody is left to read the answer
            return;
        }
    }

    /** Refuses what is larger than that. */
    static RefusedInputException tooLarge(long maxBytes) {
        return new RefusedInputException(Kind.TOO_LARGE, "the body is larger than " + maxBytes + " bytes; send less");
    }
}
