package dev.referent.evidence.comparison.report;

import org.jspecify.annotations.Nullable;

/**
 * Reports as one page that holds all it needs.
 *
 * @param live where the page can have scenarios run; null if it is a file
 */
public record Html(@Nullable LiveRunEndpoint live) implements Format {
    private static final String CHART = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

    /** A page that is a file. */
    public Html() {
        this(null);
    }

    @Override
    public String show(Report report) {
        return CommittedReport.text("page.html")
                .replace("/*STYLE*/", CommittedReport.text("page.css"))
                .replace("/*CHART*/", CommittedReport.text(CHART).replaceAll("//# sourceMappingURL=.*", ""))
                .replace("/*SCRIPT*/", CommittedReport.text("page.js"))
                .replace("/*REPORT*/", escaped(Json.compact(PageModel.of(report, live))));
    }

    /** Returns JSON in which no tag can begin or end (HTML, 4.12.1.3). */
    private static String escaped(String json) {
        return json.replace("<", "\\u003c");
    }
}
