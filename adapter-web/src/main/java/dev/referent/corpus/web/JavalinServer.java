package dev.referent.corpus.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.nio.channels.UnresolvedAddressException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;

/** Configures Javalin and Jetty: the routes, the limits, and the headers of every response. */
final class JavalinServer {

    /** Strict RFC 3986, except that a file name may contain a percent sign. */
    private static final UriCompliance URIS =
            UriCompliance.RFC3986.with("PERCENT", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

    private JavalinServer() {}

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException if the port is not available; nothing is left open
     */
    static Javalin start(WebSettings settings, WebCorpus corpus, MountRoutes mounted) {
        Javalin javalin = Javalin.create(config -> configure(config, settings, corpus, mounted));
        try {
            return javalin.start(settings.host(), settings.port());
        } catch (JavalinException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String message = root instanceof UnresolvedAddressException
                    ? "cannot listen on %s, which is no name or address that this machine knows; choose another host"
                            .formatted(settings.host())
                    : "cannot listen on %s, port %d (%s); choose another, or stop what listens there"
                            .formatted(settings.host(), settings.port(), root.getMessage());
            throw new IllegalStateException(message, e);
        }
    }

    /** Configures a server without starting it. */
    static void configure(JavalinConfig config, WebSettings settings, WebCorpus corpus, MountRoutes mounted) {
        Origins origins = new Origins(settings.corsOrigin());
        CorsHeaders cors = new CorsHeaders(origins);
        PageLayout layout = new PageLayout(mounted.mounts());
        JettyProblems problems = new JettyProblems(cors, layout);
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.router.ignoreTrailingSlashes = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.modifyServer(server -> configure(server, settings.access(), problems));
        config.jetty.modifyHttpConfiguration(http -> http.setUriCompliance(URIS));
        config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(problems));
        config.routes.before(new HostNames(settings.host(), settings.access().allowedHosts())::require);
        cors.addTo(config.routes);
        config.routes.before(new AccessToken(settings.access().token())::require);
        config.router.javaLangErrorHandler(ErrorHandlers::answer);
        config.routes.after(RequestBody::answerBeforeItsEnd);
        ErrorHandlers.addTo(config.routes);
        config.appData(PageLayout.KEY, layout);
        new AssetRoutes().addTo(config.routes);
        new FrontRoutes(mounted.mounts(), layout).addTo(config.routes);
        new HealthRoute(corpus.utterances(), corpus.storageCheck()).addTo(config.routes);
        mounted.addTo(config.routes, origins, layout);
        Routes routes = new Routes(config.routes, origins);
        new AudioRoutes(corpus, settings.maxUploadBytes()).addTo(routes);
        new TranscriptionRoutes(corpus).addTo(routes);
        new UtteranceRoutes(corpus).addTo(routes);
    }

    private static void configure(Server server, Access access, JettyProblems problems) {
        server.setHandler((Handler) null); // Javalin's statistics, which nobody reads
        server.setErrorHandler(problems);
        server.insertHandler(new RequestHeaderGuard());
        RequestLimits.addTo(server, access.requestsPerSecond());
        GracefulShutdown.prepare(server);
    }
}
