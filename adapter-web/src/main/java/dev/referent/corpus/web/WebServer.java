package dev.referent.corpus.web;

import io.javalin.Javalin;
import java.net.URI;
import java.net.URISyntaxException;

/** The corpus over HTTP, from {@link #start} to {@link #close}. Safe for use by many threads. */
public final class WebServer implements AutoCloseable {

    private final Javalin javalin;
    private final MountRoutes mounted;
    private final URI uri;

    private WebServer(Javalin javalin, MountRoutes mounted, URI uri) {
        this.javalin = javalin;
        this.mounted = mounted;
        this.uri = uri;
    }

    /**
     * Loads Jetty, Javalin and Jackson. Called on one thread while another opens the corpus, it leaves less to {@link #start}; it
     * opens nothing.
     */
    public static void load() {
        Javalin.create().jettyServer().server();
        Json.bytes(Json.object());
    }

    /**
     * Starts a server.
     *
     * @param settings the address and the limits
     * @param corpus what it serves; stays open when the server is closed
     * @param mounts further pages and jobs
     * @throws IllegalArgumentException if the other origin is invalid; nothing is left open
     * @throws IllegalStateException if the port is not available; nothing is left open
     */
    public static WebServer start(WebSettings settings, WebCorpus corpus, Mounts mounts) {
        MountRoutes mounted = new MountRoutes(mounts);
        Javalin javalin = JavalinServer.start(settings, corpus, mounted);
        return new WebServer(javalin, mounted, uri(settings.host(), javalin.port()));
    }

    /** Returns the server's address, for example {@code http://127.0.0.1:8080}. */
    public URI uri() {
        return uri;
    }

    /** Accepts no new requests, ends mounted jobs, and gives requests in flight 20 seconds to finish. */
    @Override
    public void close() {
        mounted.stop();
        GracefulShutdown.of(javalin.jettyServer().server());
        javalin.stop();
    }

    private static URI uri(String host, int port) {
        try {
            return new URI("http", null, host, port, null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the host " + host + " listens, but has no URI", e);
        }
    }
}
