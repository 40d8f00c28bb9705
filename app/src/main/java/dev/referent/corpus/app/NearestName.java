package dev.referent.corpus.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that a misspelt one is nearest to. */
final class NearestName {
    private NearestName() {}

    /** Returns the question whether the nearest name is meant, to append to a message; empty if none is near. */
    static String hint(String misspelt, Collection<String> known) {
        return to(misspelt, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /** Returns the nearest name; empty if none is near, which is when more than a third of its letters would change. */
    private static Optional<String> to(String misspelt, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(misspelt, name)))
                .filter(name -> distance(misspelt, name) <= Math.max(1, name.length() / 3));
    }

    /** Returns how many letters must be inserted, removed or replaced (the Levenshtein distance). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
