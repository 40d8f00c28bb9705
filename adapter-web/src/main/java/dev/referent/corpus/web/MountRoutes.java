package dev.referent.corpus.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The routes of the mounted pages and jobs. */
final class MountRoutes {
    private static final String STYLE = "/page.css";
    private static final String SCRIPT = "/page.js";

    private final Mounts mounts;
    private final List<JobRoute> jobs = new ArrayList<>();

    MountRoutes(Mounts mounts) {
        this.mounts = mounts;
    }

    /** Returns the mounted pages and jobs. */
    Mounts mounts() {
        return mounts;
    }

    void addTo(RoutesConfig routes, Origins origins, PageLayout layout) {
        for (MountedPage page : mounts.pages()) {
            Lazy<PageContent> content = new Lazy<>(page.content());
            get(routes, page.path(), content, parts -> whole(layout, page, parts));
            get(routes, page.path() + STYLE, content, parts -> Asset.of("text/css; charset=utf-8", parts.style()));
            get(routes, page.path() + SCRIPT, content, parts -> Asset.of(AssetRoutes.SCRIPT, parts.script()));
        }
        for (MountedJob job : mounts.jobs()) {
            JobRoute route = new JobRoute(job.path(), job.limit(), job.atOnce());
            post(routes, origins, job.path(), route, ctx -> route.answer(ctx, job));
        }
        for (MountedFileJob job : mounts.fileJobs()) {
            JobRoute route = new JobRoute(job.path(), job.limit(), 1);
            post(routes, origins, job.path(), route, ctx -> SentFile.answer(ctx, job, route));
        }
    }

    private static Asset whole(PageLayout layout, MountedPage page, PageContent content) {
        String html = layout.render(
                "page",
                page.path(),
                page.title(),
                List.of(page.path() + STYLE),
                List.of(page.path() + SCRIPT),
                Map.of("body", content.body()));
        return Asset.of(PageLayout.MEDIA_TYPE, html);
    }

    private static void get(
            RoutesConfig routes, String path, Lazy<PageContent> content, Function<PageContent, Asset> part) {
        Lazy<Asset> asset = new Lazy<>(() -> part.apply(content.get()));
        Routes.get(routes, path, ctx -> asset.get().answer(ctx));
    }

    private void post(RoutesConfig routes, Origins origins, String path, JobRoute route, Handler handler) {
        jobs.add(route);
        routes.post(path, origins.requiredBy(handler));
    }

    /** Ends the running jobs. */
    void stop() {
        jobs.forEach(JobRoute::stop);
    }
}
