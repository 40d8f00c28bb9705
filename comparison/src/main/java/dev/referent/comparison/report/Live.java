package dev.referent.comparison.report;

import java.util.List;

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
}
