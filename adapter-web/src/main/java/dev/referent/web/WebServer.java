package dev.referent.web;

import dev.referent.core.corpus.CorpusPorts;
import dev.referent.core.usecase.SettleFiles;
import io.javalin.Javalin;
import java.net.URI;
import java.net.URISyntaxException;

/** The corpus over HTTP, from {@link #start} to {@link #close}. Safe for use by many threads. */
public final class WebServer implements AutoCloseable {

    private final Javalin javalin;
    private final UploadDirectory files;
    private final MountRoutes mounted;
    private final URI uri;

    private WebServer(Javalin javalin, UploadDirectory files, MountRoutes mounted, URI uri) {
        this.javalin = javalin;
        this.files = files;
        this.mounted = mounted;
        this.uri = uri;
    }

    /**
     * Starts a server of the corpus alone, as {@link #start(WebSettings, CorpusPorts, Mounts)} does.
     *
     * @param settings where to listen, and where and how much to store
     * @param corpus keeps the rows; stays open when the server is closed
     */
    public static WebServer start(WebSettings settings, CorpusPorts corpus) {
        return start(settings, corpus, Mounts.none());
    }

    /**
     * Starts a server: locks the uploads directory, settles the files that a crash left in flight, then listens.
     *
     * @param settings where to listen, and where and how much to store
     * @param corpus keeps the rows; stays open when the server is closed
     * @param mounts what is shown beside it
     * @throws IllegalArgumentException if the other origin is none; nothing is left open
     * @throws IllegalStateException if the directory or the port cannot be had; nothing is left open
     * @throws dev.referent.core.ReferentException if the files cannot be settled; nothing is left open
     */
    public static WebServer start(WebSettings settings, CorpusPorts corpus, Mounts mounts) {
        UploadDirectory files = UploadDirectory.open(settings.uploads(), settings.maxUploadBytes());
        boolean started = false;
        try {
            new SettleFiles(corpus.knownFiles(), files).settleAll();
            MountRoutes mounted = new MountRoutes(mounts);
            Javalin javalin = Listener.start(settings, corpus, files, mounted);
            started = true;
            return new WebServer(javalin, files, mounted, uri(settings.host(), javalin.port()));
        } finally {
            if (!started) {
                files.close();
            }
        }
    }

    /** Returns where the server listens, as in {@code http://127.0.0.1:8080}. */
    public URI uri() {
        return uri;
    }

    /** Takes no new requests, ends mounted jobs, gives those in flight 20 seconds to finish, and unlocks the uploads directory. */
    @Override
    public void close() {
        try {
            mounted.stop();
            Stop.of(javalin.jettyServer().server());
            javalin.stop();
        } finally {
            files.close();
        }
    }

    private static URI uri(String host, int port) {
        try {
            return new URI("http", null, host, port, null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the host " + host + " listens, but has no URI", e);
        }
    }
}
