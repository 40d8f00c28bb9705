package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.Failure;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.StepResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The totals over some results of one engine and access path.
 *
 * @param results the results
 */
record Totals(List<Result> results) {
    /** Returns how many statements were sent. */
    int statements() {
        return results.stream().mapToInt(Result::statements).sum();
    }

    /** Returns how many calls may have waited for the engine. */
    int roundTrips() {
        return results.stream().mapToInt(Result::roundTrips).sum();
    }

    /** Returns the median of the ratios to plain JDBC, as text. */
    String ratio(Report report) {
        double[] ratios = results.stream()
                .map(report::ratio)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sorted()
                .toArray();
        if (ratios.length == 0) {
            return "–";
        }
        double middle = (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]) / 2;
        return Math.round(middle * 100) / 100.0 + " ×";
    }

    /** Returns the number of first failures of each kind, for example {@code 3 at flush, 1 at commit}. */
    String of(Function<FirstFailure, String> kind) {
        Map<String, Long> counts = results.stream()
                .flatMap(Totals::failed)
                .map(kind)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? "–"
                : counts.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }

    /** A result and its first failure. */
    record FirstFailure(Result result, Failure failure) {}

    private static Stream<FirstFailure> failed(Result result) {
        return result.steps().stream()
                .map(StepResult::failure)
                .filter(Objects::nonNull)
                .limit(1)
                .map(failure -> new FirstFailure(result, failure));
    }
}
