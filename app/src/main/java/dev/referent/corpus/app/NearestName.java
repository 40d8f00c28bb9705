package dev.referent.corpus.app;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the known names that a misspelt one is nearest to. */
final class NearestName {
    /** So many known names are listed in a message; more would push the message off the screen. */
    private static final int MOST_LISTED = 20;

    private static final int MOST_NEAR = 3;
    private static final int SHORTEST_PART = 4;

    private NearestName() {}

    /** Returns the question whether a near name is meant, to append to a message; empty if none is near. */
    static String hint(String misspelt, Collection<String> known) {
        List<String> near = to(misspelt, known);
        return near.isEmpty()
                ? ""
                : near.stream().limit(MOST_NEAR).collect(Collectors.joining(" or ", "; did you mean ", "?"));
    }

    /** Returns the known names, or how many there are if they are too many for a message, and what lists them. */
    static String list(Collection<String> known, String lister) {
        return known.size() > MOST_LISTED ? "the " + known.size() + " that " + lister : String.join(", ", known);
    }

    /**
     * Returns the names to which the fewest letters would change, at most a third of them; if there is none, those of which the misspelt
     * one is a part.
     */
    private static List<String> to(String misspelt, Collection<String> known) {
        int least =
                known.stream().mapToInt(name -> distance(misspelt, name)).min().orElse(0);
        List<String> near = known.stream()
                .filter(name -> distance(misspelt, name) == least && least <= Math.max(1, name.length() / 3))
                .toList();
        return near.isEmpty() && misspelt.length() >= SHORTEST_PART
                ? known.stream().filter(name -> name.contains(misspelt)).toList()
                : near;
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
