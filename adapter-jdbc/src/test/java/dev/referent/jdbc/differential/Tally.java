package dev.referent.jdbc.differential;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what was tried and how it was explained. */
final class Tally {
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, Integer> others = new TreeMap<>();
    private int statements;
    private int refused;
    private int undetermined;
    private int unexplainable;

    void statement() {
        statements++;
    }

    void other(String what) {
        others.merge(what, 1, Integer::sum);
    }

    void refused() {
        refused++;
    }

    /** Counts a refusal whose explanation is incomplete, by its reason and by what could have been said. */
    void undetermined(String reason, List<Expectation> expectations) {
        boolean explainable = expectations.stream().allMatch(Expectation::isExplainable);
        boolean named = expectations.stream()
                .noneMatch(expectation -> expectation.required().isEmpty());
        if (explainable) {
            undetermined++;
        } else {
            unexplainable++;
        }
        String what = named ? "" : explainable ? "(nothing but a RESTRICT to name) " : "(nothing new to name) ";
        reasons.merge(what + reason.replaceAll("(?s)( \\(|;).*", ""), 1, Integer::sum);
    }

    int statements() {
        return statements;
    }

    /** Returns the share of the statements that a foreign key refused. */
    double refusedShare() {
        return statements == 0 ? 0 : (double) refused / statements;
    }

    /** Returns the share of the refusals that were explained less than they could be. */
    double undeterminedShare() {
        return refused == 0 ? 0 : (double) undetermined / refused;
    }

    String report() {
        return "%d statements, %d refused for a foreign key (%.1f %%), %d undetermined (%.2f %%), %d with nothing new to name%n"
                        .formatted(
                                statements,
                                refused,
                                100 * refusedShare(),
                                undetermined,
                                100 * undeterminedShare(),
                                unexplainable)
                + lines("undetermined: ", reasons)
                + lines("", others);
    }

    private static String lines(String prefix, Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> "%7d %s%s%n".formatted(entry.getValue(), prefix, entry.getKey()))
                .collect(Collectors.joining());
    }
}
