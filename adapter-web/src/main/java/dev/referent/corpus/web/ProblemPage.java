package dev.referent.corpus.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page that a browser shows where another client reads a problem. */
final class ProblemPage {
    private ProblemPage() {}

    /** Answers with the page of a problem. */
    static void answer(Context ctx, Problem problem) {
        ctx.status(problem.status())
                .contentType(PageLayout.MEDIA_TYPE)
                .header("Content-Security-Policy", PageLayout.POLICY)
                .result(html(ctx.appData(PageLayout.KEY), ctx.path(), problem));
    }

    /** Returns the page of a problem at that path. */
    static String html(PageLayout layout, String path, Problem problem) {
        Map<String, Object> model = Map.of(
                "status",
                problem.status(),
                "detail",
                problem.detail(),
                "kind",
                problem.type().startsWith(ProblemKind.PATH) ? problem.type() : "",
                "violations",
                violations(problem));
        return layout.render("problem", path, problem.title(), List.of(), List.of(), model);
    }

    private static List<List<String>> violations(Problem problem) {
        List<List<String>> rows = new ArrayList<>();
        JsonNode violations = problem.extensions().get("violations");
        if (violations != null) {
            violations.forEach(one -> rows.add(List.of(
                    one.path("constraint").asText(),
                    side(one, "child"),
                    side(one, "parent"),
                    one.path("key").toString())));
        }
        return rows;
    }

    private static String side(JsonNode violation, String side) {
        return violation.path(side + "Table").asText() + violation.path(side + "Columns");
    }
}
