package dev.referent.corpus.web;

import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Restricts changes of the corpus to the server's own pages and those of one configured origin. A browser sends a form to any
 * server without asking first, but names the page's origin in {@code Origin} (RFC 6454, 7); other clients send no such header.
 *
 * @param other the one other origin, as browsers write it, or {@code *} for all; none if empty
 */
record Origins(Optional<String> other) {

    private static final String ALL = "*";
    private static final Pattern ORIGIN =
            Pattern.compile("https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
    private static final Pattern SCHEME = Pattern.compile("^https?://");
    private static final Pattern DEFAULT_PORT = Pattern.compile("^(http://.*):80$|^(https://.*):443$");

    /**
     * Checks the origin, and writes it as browsers do: in small letters, without the port of its scheme.
     *
     * @throws IllegalArgumentException if it is not an origin
     */
    Origins {
        other.filter(origin -> !origin.equals(ALL) && !ORIGIN.matcher(origin).matches())
                .ifPresent(origin -> {
                    throw new IllegalArgumentException("\"" + origin
                            + "\" is no origin; give scheme://host[:port], as in https://example.org, or * for all");
                });
        other = other.map(Origins::normal);
    }

    /** Returns a handler that answers requests that change something, and rejects those of pages of a foreign origin. */
    Handler requiredBy(Handler handler) {
        return ctx -> {
            String origin = ctx.header(Header.ORIGIN);
            if (origin != null && !isOwn(origin, ctx.header(Header.HOST)) && !isOther(origin)) {
                throw new ForbiddenResponse("pages of other origins may not change anything here; start the server with"
                        + " --cors to let one in");
            }
            handler.handle(ctx);
        };
    }

    /** Returns the value of {@code Access-Control-Allow-Origin} for a request from that origin; empty if its pages may read nothing. */
    Optional<String> allowed(@Nullable String origin) {
        return origin == null || !isOther(origin)
                ? Optional.empty()
                : other.map(allowed -> allowed.equals(ALL) ? ALL : origin);
    }

    /** Compares without the scheme, which a proxy may have changed. */
    private static boolean isOwn(String origin, @Nullable String host) {
        return host != null
                && ORIGIN.matcher(origin).matches()
                && SCHEME.matcher(origin).replaceFirst("").equalsIgnoreCase(host);
    }

    private boolean isOther(String origin) {
        return other.filter(allowed -> allowed.equals(ALL) || allowed.equals(normal(origin)))
                .isPresent();
    }

    private static String normal(String origin) {
        return DEFAULT_PORT.matcher(origin.toLowerCase(Locale.ROOT)).replaceFirst("$1$2");
    }
}
