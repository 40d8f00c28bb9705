package dev.referent.jdbc.sql;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of a statement, its SQL split at the parameters.
 *
 * @param parts the SQL between the parameters; one part more than there are parameters
 * @param parameters the parameters' numbers
 * @param names the names in it, in any letter case; with SELECT for an {@code IN name}, which is short for a subquery
 */
public record Clause(List<String> parts, List<Integer> parameters, Set<String> names) {
    /** Returns whether it reads tables or views. */
    public boolean readsTables() {
        return names.contains("SELECT");
    }

    /**
     * Returns its SQL with literals for its parameters. A literal must not run into the SQL beside it: {@code -?} with -1 would begin a
     * comment.
     */
    public String with(List<@Nullable Object> bound) {
        return with(bound, " (", ") ");
    }

    String with(List<@Nullable Object> bound, String before, String after) {
        StringBuilder clause = new StringBuilder(parts.get(0));
        for (int i = 0; i < parameters.size(); i++) {
            int number = parameters.get(i);
            clause.append(before)
                    .append(SqlLiteral.of(number <= bound.size() ? bound.get(number - 1) : null))
                    .append(after)
                    .append(parts.get(i + 1));
        }
        return clause.toString();
    }
}
