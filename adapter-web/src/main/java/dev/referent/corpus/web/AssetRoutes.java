package dev.referent.corpus.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** The style sheet and the scripts that the pages share, and those of the server's own pages. */
final class AssetRoutes {
    /** The media type of scripts. */
    static final String SCRIPT = "text/javascript; charset=utf-8";

    private static final Map<String, String> TYPES = Map.of(
            "style.css", "text/css; charset=utf-8",
            "icon.svg", "image/svg+xml",
            "base.js", SCRIPT,
            "corpus.js", SCRIPT,
            "sample.js", SCRIPT,
            "docs.js", SCRIPT);

    private final Map<String, Lazy<Asset>> assets = new LinkedHashMap<>();

    AssetRoutes() {
        TYPES.forEach(
                (name, type) -> assets.put(name, new Lazy<>(() -> Asset.of(type, Asset.resource("assets/" + name)))));
    }

    void addTo(RoutesConfig routes) {
        Routes.get(routes, "/assets/{name}", this::answer);
    }

    private void answer(Context ctx) {
        Lazy<Asset> asset = assets.get(ctx.pathParam("name"));
        if (asset == null) {
            throw new NotFoundResponse("there is no file of that name here");
        }
        asset.get().answer(ctx);
    }
}
