package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.Result;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Where a page can have scenarios run.
 *
 * @param url what takes the request
 * @param engines the engines that can be asked for
 */
public record LiveRunEndpoint(String url, List<String> engines) {
    /** Copies the list. */
    public LiveRunEndpoint {
        engines = List.copyOf(engines);
    }

    /** Returns how far a live run has come, as a line of JSON. */
    public static String line(String message) {
        return Json.compact(Map.of("message", message));
    }

    /** Returns what a live run has found, as a line of JSON. */
    public static String line(String message, Result result) {
        return Json.compact(
                Map.of("message", message, "cell", PageModel.PageResult.of(result, OptionalDouble.empty())));
    }
}
