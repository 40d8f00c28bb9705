package dev.referent.corpus.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JavalinState;
import io.javalin.http.Header;
import io.javalin.plugin.Plugin;
import io.javalin.plugin.bundled.CorsPluginConfig.CorsRule;
import io.javalin.util.JavalinException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;

/** Configures Javalin and Jetty: the routes, the limits, and the headers of every response. */
final class JavalinServer {

    /** Strict RFC 3986, except that a file name may contain a percent sign. */
    private static final UriCompliance URIS =
            UriCompliance.RFC3986.with("PERCENT", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

    /** The headers of answers that a page of another origin may read, in addition to those that browsers always show it. */
    private static final List<String> EXPOSED = List.of(
            Header.LOCATION,
            Header.LINK,
            "X-Total-Count",
            "X-Total-Count-At-Least",
            Header.RETRY_AFTER,
            Header.ETAG,
            Header.ACCEPT_RANGES,
            Header.CONTENT_RANGE,
            Header.ALLOW);

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
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.router.ignoreTrailingSlashes = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.modifyServer(server -> configure(server, settings.access()));
        config.jetty.modifyHttpConfiguration(http -> http.setUriCompliance(URIS));
        config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new JettyProblems()));
        config.routes.before(new HostNames(settings.host(), settings.access().allowedHosts())::require);
        settings.corsOrigin().ifPresent(origin -> {
            config.routes.before(ctx -> ctx.res().addHeader(Header.VARY, Header.ORIGIN));
            config.bundledPlugins.enableCors(cors -> cors.addRule(rule -> allow(rule, origin)));
        });
        config.router.javaLangErrorHandler(ErrorHandlers::answer);
        config.registerPlugin(new TokenCheck(new AccessToken(settings.access().token())));
        config.routes.after(RequestBody::answerBeforeItsEnd);
        ErrorHandlers.addTo(config.routes);
        PageLayout layout = new PageLayout(mounted.mounts());
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

    private static void configure(Server server, Access access) {
        server.setHandler((Handler) null); // Javalin's statistics, which nobody reads
        server.setErrorHandler(new JettyProblems());
        server.insertHandler(new RequestHeaderGuard());
        RequestLimits.addTo(server, access.requestsPerSecond());
        GracefulShutdown.prepare(server);
    }

    private static void allow(CorsRule rule, String origin) {
        if (origin.equals("*")) {
            rule.anyHost();
        } else {
            rule.allowHost(origin);
        }
        EXPOSED.forEach(rule::exposeHeader);
    }

    /** Checks the token after the plugin for CORS has named the allowed origin, whose pages then see why they are rejected. */
    private static final class TokenCheck extends Plugin<Void> {
        private final AccessToken token;

        TokenCheck(AccessToken token) {
            this.token = token;
        }

        @Override
        public void onStart(JavalinState state) {
            state.routes.before(token::require);
        }
    }
}
