package dev.referent.corpus.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** The routes of the mounted pages and jobs. */
final class MountRoutes {
    private final Mounts mounts;
    private final Map<String, JobRoute> jobs = new LinkedHashMap<>();

    MountRoutes(Mounts mounts) {
        this.mounts = mounts;
        mounts.jobs().forEach(job -> jobs.put(job.path(), new JobRoute(job)));
    }

    /** Returns the mounted pages and jobs. */
    Mounts mounts() {
        return mounts;
    }

    void addTo(RoutesConfig routes, Origins origins) {
        for (MountedPage page : mounts.pages()) {
            routes.get(page.path(), ctx -> answer(ctx, page));
            routes.head(page.path(), ctx -> answer(ctx, page));
        }
        jobs.forEach((path, job) -> routes.post(path, ctx -> {
            origins.require(ctx);
            job.answer(ctx);
        }));
    }

    private static void answer(Context ctx, MountedPage page) {
        String html = page.html().get();
        ctx.status(HttpStatus.OK)
                .contentType("text/html; charset=utf-8")
                .header("Content-Security-Policy", ContentPolicy.of(html))
                .result(html);
    }

    /** Ends the running jobs. */
    void stop() {
        jobs.values().forEach(JobRoute::stop);
    }
}
