package dev.referent.evidence.comparison.report;

import org.jspecify.annotations.Nullable;

/**
 * Shows a report as one self-contained HTML page.
 *
 * @param live where the page can start a run of scenarios; null for a static page
 */
public record Html(@Nullable LiveRunEndpoint live) implements Format {
    private static final String CHART = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

    /** Creates the format of a static page. */
    public Html() {
        this(null);
    }

    @Override
    public String show(Report report) {
        return CommittedReport.text("document.html")
                .replace("/*STYLE*/", CommittedReport.text("base.css") + style())
                .replace("/*CHART*/", chart())
                .replace("/*SCRIPT*/", CommittedReport.text("page.js"))
                .replace("/*BODY*/", body(report));
    }

    /** Returns the content of the page, for a page that is framed by its server. */
    public String body(Report report) {
        return CommittedReport.text("body.html")
                .replace("/*REPORT*/", escaped(Json.compact(PageModel.of(report, live))));
    }

    /** Returns the style sheet of the content, which refines that of the frame. */
    public static String style() {
        return CommittedReport.text("page.css");
    }

    /** Returns the script of the content. */
    public static String script() {
        return chart() + "\n" + CommittedReport.text("page.js");
    }

    private static String chart() {
        return CommittedReport.text(CHART).replaceAll("//# sourceMappingURL=.*", "");
    }

    /** Returns the JSON with tags escaped (HTML standard, section 4.12.1.3). */
    private static String escaped(String json) {
        return json.replace("<", "\\u003c");
    }
}
