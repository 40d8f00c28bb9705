package dev.referent.web;

import dev.referent.core.StorageUnavailableException;
import dev.referent.core.corpus.Page;
import dev.referent.core.corpus.Utterances;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;

/** What lies outside the API: the front page, the API's description, and whether the server is up. */
final class FrontRoutes {

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?");
    private static final String PLACE_OF_HOST = "localhost:8080";

    private final Utterances utterances;
    private final String page = new String(resource("index.html"), StandardCharsets.UTF_8);
    private final byte[] description = resource("openapi.json");
    private final String policy = "default-src 'none'; style-src 'sha256-" + hashOfStyle(page)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    FrontRoutes(Utterances utterances) {
        this.utterances = utterances;
    }

    void addTo(RoutesConfig routes) {
        get(routes, "/", this::answerPage);
        get(routes, "/openapi.json", ctx -> ctx.status(HttpStatus.OK)
                .contentType(Json.MEDIA_TYPE)
                .result(description));
        get(routes, "/health", this::answerHealth);
    }

    private static void get(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    private void answerPage(Context ctx) {
        String host = ctx.header(Header.HOST);
        boolean plain = host != null && HOST.matcher(host).matches();
        ctx.status(HttpStatus.OK)
                .contentType("text/html; charset=utf-8")
                .header("Content-Security-Policy", policy)
                .result(plain ? page.replace(PLACE_OF_HOST, host) : page);
    }

    private void answerHealth(Context ctx) {
        try {
            utterances.list(new Page(1, 1));
        } catch (RuntimeException e) {
            throw new StorageUnavailableException("the database cannot be read just now; try again later", e);
        }
        Json.answer(ctx, HttpStatus.OK, Json.object().put("status", "up"));
    }

    /** Returns a file that lies beside this class. */
    static byte[] resource(String name) {
        try (InputStream content = Objects.requireNonNull(FrontRoutes.class.getResourceAsStream(name), name)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what a content security policy calls the page's one style sheet by (CSP Level 3, 2.3.1). */
    private static String hashOfStyle(String page) {
        String style = page.substring(page.indexOf("<style>") + "<style>".length(), page.indexOf("</style>"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
