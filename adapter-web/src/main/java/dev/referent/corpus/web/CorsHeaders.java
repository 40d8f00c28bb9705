package dev.referent.corpus.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers that let the pages of one other origin read answers (fetch.spec.whatwg.org, 3.3). Every answer to a request of that origin
 * has them, except one to a request that is addressed to another server.
 *
 * @param origins whose pages may read
 */
record CorsHeaders(Origins origins) {
    /** What a page may read in addition to the headers that browsers always show it. */
    private static final String EXPOSED = String.join(
            ",",
            List.of(
                    Header.LOCATION,
                    Header.LINK,
                    "X-Total-Count",
                    "X-Total-Count-At-Least",
                    Header.RETRY_AFTER,
                    Header.ETAG,
                    Header.ACCEPT_RANGES,
                    Header.CONTENT_RANGE,
                    Header.ALLOW));

    /** Adds them to the answers of routes, and answers the requests by which a browser asks whether it may send another. */
    void addTo(RoutesConfig routes) {
        if (origins.other().isPresent()) {
            routes.before(ctx -> {
                of(ctx.header(Header.ORIGIN)).forEach(ctx::header);
                if (ctx.method().equals(HandlerType.OPTIONS)) {
                    answerPreflight(ctx);
                }
            });
        }
    }

    private static void answerPreflight(Context ctx) {
        copy(ctx, Header.ACCESS_CONTROL_REQUEST_METHOD, Header.ACCESS_CONTROL_ALLOW_METHODS);
        copy(ctx, Header.ACCESS_CONTROL_REQUEST_HEADERS, Header.ACCESS_CONTROL_ALLOW_HEADERS);
        ctx.status(HttpStatus.NO_CONTENT).res().setContentType(null);
        ctx.skipRemainingHandlers();
    }

    /** Allows what is asked for: what a route takes, the route says. */
    private static void copy(Context ctx, String asked, String allowed) {
        String value = ctx.header(asked);
        if (value != null && ctx.res().containsHeader(Header.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            ctx.header(allowed, value);
        }
    }

    /** Returns the headers of an answer to a request whose header cannot be read, and so not its origin: the allowed pages may read it. */
    Map<String, String> ofUnread() {
        return of(origins.other().orElse(null));
    }

    /**
     * Returns the headers of an answer.
     *
     * @param origin the value of {@code Origin} of the request
     */
    Map<String, String> of(@Nullable String origin) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (origins.other().isPresent()) {
            headers.put(Header.VARY, Header.ORIGIN);
            origins.allowed(origin).ifPresent(allowed -> {
                headers.put(Header.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
                headers.put(Header.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
            });
        }
        return headers;
    }
}
