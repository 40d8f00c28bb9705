package dev.referent.corpus.web;

import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;

/** A request whose body must arrive in time. A read that comes too late, or waits too long, throws with status 408. */
final class TimedRequest extends HttpServletRequestWrapper {
    private final TransferDeadline deadline;

    TimedRequest(HttpServletRequest request, TransferDeadline.Limits limits) {
        super(request);
        this.deadline = new TransferDeadline(limits);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new TimedStream(super.getInputStream(), deadline, RequestBody.client(this));
    }

    private static final class TimedStream extends ServletInputStream {
        private final ServletInputStream body;
        private final TransferDeadline deadline;
        private final EndPoint client;

        TimedStream(ServletInputStream body, TransferDeadline deadline, EndPoint client) {
            this.body = body;
            this.deadline = deadline;
            this.client = client;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (deadline.hasPassed()) {
                throw tooSlow();
            }
            int read = body.available() > 0 ? body.read(buffer, offset, length) : awaited(buffer, offset, length);
            deadline.add(Math.max(read, 0));
            return read;
        }

        private int awaited(byte[] buffer, int offset, int length) throws IOException {
            long patience = client.getIdleTimeout();
            client.setIdleTimeout(Math.max(1, Math.min(patience, deadline.left().toMillis())));
            try {
                return body.read(buffer, offset, length);
            } catch (IOException e) {
                if (e.getCause() instanceof TimeoutException) {
                    throw tooSlow();
                }
                throw e;
            } finally {
                client.setIdleTimeout(patience);
            }
        }

        private static HttpResponseException tooSlow() {
            return new HttpResponseException(
                    HttpStatus.REQUEST_TIMEOUT.getCode(), "the body arrives too slowly; send it again, faster");
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
