package dev.referent.corpus.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers with a problem if Jetty rejects a request before it reaches the routes: a bad URI, a header that is too large. */
final class JettyProblems extends ErrorHandler {
    private final CorsHeaders cors;

    JettyProblems(CorsHeaders cors) {
        this.cors = cors;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        SecurityHeaders.addTo(response.getHeaders());
        HttpFields head = request.getHeaders();
        (head.size() == 0 ? cors.ofUnread() : cors.of(head.get(HttpHeader.ORIGIN))).forEach(response.getHeaders()::put);
        if (code == HttpStatus.SERVICE_UNAVAILABLE_503 || code == HttpStatus.TOO_MANY_REQUESTS_429) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        response.write(true, ByteBuffer.wrap(problem(code, cause).bytes()), callback);
    }

    private static Problem problem(int code, @Nullable Throwable cause) {
        if (cause instanceof HttpException exception && exception.getReason() != null) {
            return Problem.of(code, "the request is rejected: " + exception.getReason());
        }
        return HttpStatus.isServerError(code) && code != HttpStatus.SERVICE_UNAVAILABLE_503
                ? Problem.unexpected()
                : Problem.of(code, "the request is rejected: " + HttpStatus.getMessage(code));
    }
}
