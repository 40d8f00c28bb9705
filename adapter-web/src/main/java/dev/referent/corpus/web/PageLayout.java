package dev.referent.corpus.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.config.Key;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Renders the pages: the templates, and what all pages have in common. Thread-safe. */
final class PageLayout {
    /** The media type of every page. */
    static final String MEDIA_TYPE = "text/html; charset=utf-8";

    /** The content security policy of every page: what this server sends, and nothing inline. */
    static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
            + " media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Where the routes find the layout of their server. */
    static final Key<PageLayout> KEY = new Key<>("layout");

    private final Lazy<TemplateEngine> engine = new Lazy<>(() -> TemplateEngine.createPrecompiled(ContentType.Html));
    private final Map<String, String> navigation = new LinkedHashMap<>();

    PageLayout(Mounts mounts) {
        navigation.put("/", "Corpus");
        mounts.pages().forEach(page -> navigation.put(page.path(), page.label()));
        navigation.put("/docs", "API");
    }

    /**
     * Renders a page.
     *
     * @param template the name of its template, without the ending
     * @param path its path, which the navigation marks
     * @param title its title
     * @param styles the URLs of its own style sheets
     * @param scripts the URLs of its scripts
     * @param model the other parameters of the template
     */
    String render(
            String template,
            String path,
            String title,
            List<String> styles,
            List<String> scripts,
            Map<String, Object> model) {
        Map<String, Object> parameters = new HashMap<>(model);
        parameters.put("title", title.equals("Referent") ? title : title + " · Referent");
        parameters.put("path", path);
        parameters.put("navigation", navigation);
        parameters.put("styles", styles);
        parameters.put("scripts", scripts);
        parameters.put("version", version());
        StringOutput out = new StringOutput();
        engine.get().render(template + ".jte", parameters, out);
        return out.toString();
    }

    private static String version() {
        return Optional.ofNullable(PageLayout.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }
}
