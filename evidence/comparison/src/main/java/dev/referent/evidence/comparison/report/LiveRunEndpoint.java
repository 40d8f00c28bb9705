package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.Result;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * An endpoint where a page can start a run of scenarios.
 *
 * @param url the URL of the endpoint
 * @param engines the names of the engines that can be run
 */
public record LiveRunEndpoint(String url, List<String> engines) {
    /** Copies the list. */
    public LiveRunEndpoint {
        engines = List.copyOf(engines);
    }

    /** Returns a progress message of a live run, as a line of JSON. */
    public static String line(String message) {
        return Json.compact(Map.of("message", message));
    }

    /** Returns a result of a live run, as a line of JSON. */
    public static String line(String message, Result result) {
        return Json.compact(
                Map.of("message", message, "cell", PageModel.PageResult.of(result, OptionalDouble.empty())));
    }
}
