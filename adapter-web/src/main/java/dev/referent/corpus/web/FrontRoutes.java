package dev.referent.corpus.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The routes outside of the API: the front page, and the API's description. */
final class FrontRoutes {

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?");
    private static final String PLACE_OF_HOST = "localhost:8080";
    private static final String PLACE_OF_LINKS = "<!-- links -->\n";

    private final String page;
    private final String policy;
    private final byte[] description;

    FrontRoutes(Mounts mounts) {
        this.page = new String(resource("index.html"), StandardCharsets.UTF_8).replace(PLACE_OF_LINKS, links(mounts));
        this.policy = ContentPolicy.of(page);
        this.description = Description.of(mounts);
    }

    private static String links(Mounts mounts) {
        return mounts.pages().stream()
                .map(page -> "<p><a href=\"" + page.path() + "\">" + page.title() + "</a></p>\n")
                .collect(Collectors.joining());
    }

    void addTo(RoutesConfig routes) {
        get(routes, "/", this::answerPage);
        get(routes, "/openapi.json", ctx -> ctx.status(HttpStatus.OK)
                .contentType(Json.MEDIA_TYPE)
                .result(description));
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

    /** Returns a resource in the package of this class. */
    static byte[] resource(String name) {
        try (InputStream content = Objects.requireNonNull(FrontRoutes.class.getResourceAsStream(name), name)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
