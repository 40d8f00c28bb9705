package dev.referent.corpus.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    private static final String BUSY = "the server has too many requests, or stops; try again in a second";

    private final CorsHeaders cors;
    private final PageLayout layout;

    JettyProblems(CorsHeaders cors, PageLayout layout) {
        this.cors = cors;
        this.layout = layout;
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
        HttpFields.Mutable headers = response.getHeaders();
        SecurityHeaders.addTo(headers);
        HttpFields head = request.getHeaders();
        (head.size() == 0 ? cors.ofUnread() : cors.of(head.get(HttpHeader.ORIGIN))).forEach(headers::put);
        headers.add(HttpHeader.VARY, HttpHeader.ACCEPT.asString());
        if (code == HttpStatus.SERVICE_UNAVAILABLE_503 || code == HttpStatus.TOO_MANY_REQUESTS_429) {
            headers.put(HttpHeader.RETRY_AFTER, "1");
        }
        response.write(
                true, ByteBuffer.wrap(body(headers, head.get(HttpHeader.ACCEPT), problem(code, cause))), callback);
    }

    private byte[] body(HttpFields.Mutable headers, @Nullable String accept, Problem problem) {
        if (!Preference.isForHtml(accept)) {
            headers.put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
            return problem.bytes();
        }
        headers.put(HttpHeader.CONTENT_TYPE, PageLayout.MEDIA_TYPE);
        headers.put("Content-Security-Policy", PageLayout.POLICY);
        return ProblemPage.html(layout, "", problem).getBytes(StandardCharsets.UTF_8);
    }

    private static Problem problem(int code, @Nullable Throwable cause) {
        if (cause instanceof HttpException exception && exception.getReason() != null) {
            return Problem.of(code, "the request is rejected: " + exception.getReason());
        }
        if (code == HttpStatus.SERVICE_UNAVAILABLE_503) {
            return Problem.of(code, BUSY);
        }
        return HttpStatus.isServerError(code)
                ? Problem.unexpected()
                : Problem.of(code, "the request is rejected: " + HttpStatus.getMessage(code));
    }
}
