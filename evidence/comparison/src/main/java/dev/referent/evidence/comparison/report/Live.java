package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.Cell;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Where a page can have scenarios run.
 *
 * @param url what takes the request
 * @param engines the engines that can be asked for
 */
public record Live(String url, List<String> engines) {
    /** Copies the list. */
    public Live {
        engines = List.copyOf(engines);
    }

    /** Returns how far a live run has come, as a line of JSON. */
    public static String line(String message) {
        return Json.compact(Map.of("message", message));
    }

    /** Returns what a live run has found, as a line of JSON. */
    public static String line(String message, Cell cell) {
        return Json.compact(Map.of("message", message, "cell", PageModel.ShownCell.of(cell, OptionalDouble.empty())));
    }
}
