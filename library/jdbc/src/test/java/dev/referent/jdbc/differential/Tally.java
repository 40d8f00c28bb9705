package dev.referent.jdbc.differential;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what was tried and how it was explained; statements and commits apart. */
final class Tally {
    /**
     * What nobody can know: a value that only the failed run had, and what a database that no other connection can read held
     * before the transaction.
     */
    private static final List<String> UNKNOWABLE =
            List.of("calls a function that may return another value", "it is in memory, or temporary");

    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, Integer> others = new TreeMap<>();
    private final Failures atStatements = new Failures();
    private final Failures atCommits = new Failures();
    private int statements;

    /** The failures of one kind of step. */
    private static final class Failures {
        private int count;
        private int undetermined;
        private int unexplainable;

        private double undeterminedShare() {
            return count == 0 ? 0 : (double) undetermined / count;
        }

        private String report() {
            return "%d failed for a foreign key, %d undetermined (%.2f %%), %d with nothing new to name%n"
                    .formatted(count, undetermined, 100 * undeterminedShare(), unexplainable);
        }
    }

    void statement() {
        statements++;
    }

    void other(String what) {
        others.merge(what, 1, Integer::sum);
    }

    void rejected(boolean atCommit) {
        failures(atCommit).count++;
    }

    private Failures failures(boolean atCommit) {
        return atCommit ? atCommits : atStatements;
    }

    /** Counts a failed statement that was explained in full, by reading alone or by running it again. */
    void explained(boolean readAlone) {
        other(readAlone ? "explained by reading alone" : "explained by a re-run");
    }

    /** Counts a failure whose explanation is incomplete, by its reason and by what could have been said. */
    void undetermined(boolean atCommit, String reason, List<Expectation> expectations) {
        boolean known = UNKNOWABLE.stream().noneMatch(reason::contains);
        boolean explainable = known && expectations.stream().allMatch(Expectation::isExplainable);
        boolean named = expectations.stream()
                .noneMatch(expectation -> expectation.required().isEmpty());
        if (explainable) {
            failures(atCommit).undetermined++;
        } else {
            failures(atCommit).unexplainable++;
        }
        String what = named ? "" : explainable ? "(nothing but a RESTRICT to name) " : "(nothing new to name) ";
        String place = atCommit ? "commit: " : "statement: ";
        reasons.merge(place + what + reason.replaceAll("(?s)( \\(|;).*", ""), 1, Integer::sum);
    }

    int statements() {
        return statements;
    }

    /** Returns the share of the statements that a foreign key rejected. */
    double rejectedShare() {
        return statements == 0 ? 0 : (double) atStatements.count / statements;
    }

    /** Returns the share of the failed statements that were explained less than they could be. */
    double undeterminedStatements() {
        return atStatements.undeterminedShare();
    }

    /** Returns the share of the failed commits that were explained less than they could be. */
    double undeterminedCommits() {
        return atCommits.undeterminedShare();
    }

    String report() {
        return "%d statements, of which %.1f %% failed for a foreign key%n".formatted(statements, 100 * rejectedShare())
                + "statements: " + atStatements.report()
                + "commits: " + atCommits.report()
                + lines("undetermined ", reasons)
                + lines("", others);
    }

    private static String lines(String prefix, Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> "%7d %s%s%n".formatted(entry.getValue(), prefix, entry.getKey()))
                .collect(Collectors.joining());
    }
}
