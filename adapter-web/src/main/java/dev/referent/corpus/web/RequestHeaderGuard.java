package dev.referent.corpus.web;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Rejects or removes request headers that would change what a request means, before any route sees them. */
final class RequestHeaderGuard extends Handler.Wrapper {
    /** Javalin routes by it, so that a GET, which a browser sends without asking, could delete. */
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        SecurityHeaders.addTo(response.getHeaders());
        if (!isDecodable(request.getHeaders())) {
            // RFC 9112, 6.1
            int status = HttpStatus.NOT_IMPLEMENTED_501;
            String reason = "the only transfer coding here is chunked";
            Response.writeError(
                    request, response, callback, status, reason, new HttpException.RuntimeException(status, reason));
            return true;
        }
        return super.handle(withoutMethodOverride(request), response, callback);
    }

    private static boolean isDecodable(HttpFields headers) {
        return headers.getFields(HttpHeader.TRANSFER_ENCODING).stream()
                .map(HttpField::getValue)
                .allMatch("chunked"::equalsIgnoreCase);
    }

    private static Request withoutMethodOverride(Request request) {
        if (!request.getHeaders().contains(METHOD_OVERRIDE)) {
            return request;
        }
        HttpFields headers = HttpFields.build(request.getHeaders()).remove(METHOD_OVERRIDE);
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return headers;
            }
        };
    }
}
