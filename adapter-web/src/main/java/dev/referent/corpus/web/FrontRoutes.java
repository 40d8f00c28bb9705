package dev.referent.corpus.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The routes outside of the API: its pages, and its description. */
final class FrontRoutes {
    private static final List<String> NO_STYLES = List.of();

    private final PageLayout layout;
    private final Lazy<Asset> description;
    private final Map<String, Lazy<Asset>> pages = new LinkedHashMap<>();

    FrontRoutes(Mounts mounts, PageLayout layout) {
        this.layout = layout;
        this.description = new Lazy<>(() -> Asset.of(Json.MEDIA_TYPE, Description.of(mounts)));
        pages.put("/", page("front", "/", "Referent", "/assets/corpus.js"));
        pages.put("/docs", page("docs", "/docs", "The API", "/assets/docs.js"));
    }

    private Lazy<Asset> page(String template, String path, String title, String script) {
        return new Lazy<>(() -> Asset.of(
                PageLayout.MEDIA_TYPE, layout.render(template, path, title, NO_STYLES, List.of(script), Map.of())));
    }

    void addTo(RoutesConfig routes) {
        pages.forEach((path, page) -> Routes.get(routes, path, ctx -> page.get().answer(ctx)));
        Routes.get(routes, ProblemKind.PATH + "{kind}", this::answerKind);
        Routes.get(routes, "/openapi.json", ctx -> description.get().answer(ctx));
    }

    private void answerKind(Context ctx) {
        ProblemKind kind = ProblemKind.named(ctx.pathParam("kind"))
                .orElseThrow(() -> new NotFoundResponse("there is no such kind of problem"));
        Map<String, Object> model = Map.of(
                "status", kind.status(),
                "meaning", kind.meaning(),
                "remedy", kind.remedy(),
                "example", kind.example());
        Asset.of(PageLayout.MEDIA_TYPE, layout.render("kind", kind.type(), kind.title(), NO_STYLES, List.of(), model))
                .answer(ctx);
    }
}
