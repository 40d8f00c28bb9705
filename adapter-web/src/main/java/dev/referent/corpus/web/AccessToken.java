package dev.referent.corpus.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token that a request must present if it changes or runs something: as a bearer token (RFC 6750), or as the cookie that
 * {@code GET /?token=…} sets, so that a browser needs only a URL.
 *
 * @param value the token; none is needed if empty
 */
record AccessToken(Optional<String> value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~-]{16,256}");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String PARAMETER = "token";
    private static final String SCHEME = "Bearer ";

    /**
     * Checks a token.
     *
     * @throws IllegalArgumentException if it is too short to be a secret, or has characters that a URL would change
     */
    static void requireValid(String token) {
        if (!FORM.matcher(token).matches()) {
            throw new IllegalArgumentException(
                    "the token is not made of 16 to 256 letters, digits, dots, hyphens, underscores and tildes");
        }
    }

    /**
     * Checks a request that changes or runs something; exchanges the token of a start URL for a cookie.
     *
     * @throws UnauthorizedResponse if the token is missing or wrong
     */
    void require(Context ctx) {
        if (value.isEmpty()) {
            return;
        }
        String method = ctx.req().getMethod();
        if (!READING.contains(method)) {
            requireToken(ctx, presented(ctx));
        } else if (method.equals("GET") && ctx.path().equals("/") && ctx.queryParam(PARAMETER) != null) {
            requireToken(ctx, ctx.queryParam(PARAMETER));
            ctx.cookie(cookie(ctx));
            ctx.status(HttpStatus.SEE_OTHER).header(Header.LOCATION, "/");
            ctx.skipRemainingHandlers();
        }
    }

    private void requireToken(Context ctx, @Nullable String presented) {
        if (presented == null) {
            throw unauthorized(ctx, "Bearer", "this server changes and runs nothing without its token");
        }
        if (!MessageDigest.isEqual(utf8(presented), utf8(value.orElseThrow()))) {
            throw unauthorized(
                    ctx,
                    "Bearer error=\"invalid_token\"", // RFC 6750, 3.1
                    "that is not the token of this server, which may have been started with another one since");
        }
    }

    private static UnauthorizedResponse unauthorized(Context ctx, String challenge, String reason) {
        ctx.header(Header.WWW_AUTHENTICATE, challenge);
        return new UnauthorizedResponse(
                reason + "; send Authorization: Bearer TOKEN, or open /?token=TOKEN in a browser");
    }

    private static @Nullable String presented(Context ctx) {
        String header = ctx.header(Header.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) // RFC 9110, 11.1
                ? header.substring(SCHEME.length()).strip()
                : ctx.cookie(cookieName(ctx));
    }

    private Cookie cookie(Context ctx) {
        Cookie cookie = new Cookie(cookieName(ctx), value.orElseThrow());
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        return cookie;
    }

    /** Returns a name per port, because the servers of one host share their cookies (RFC 6265, 8.5). */
    private static String cookieName(Context ctx) {
        return "referent-" + ctx.req().getLocalPort();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
