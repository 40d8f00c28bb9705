package dev.referent.jdbc;

import dev.referent.jdbc.SqlTokens.Token;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A refused statement, and how to run it once more.
 *
 * @param sql its text
 * @param values what was bound; empty if that is not known
 * @param nanoseconds how long the refused run took; 0 for one that is known to be short
 * @param action runs it
 */
record Rerun(String sql, Optional<List<@Nullable Object>> values, long nanoseconds, Action action) {
    private static final Set<String> WRITES = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "WITH", "DROP");

    /** Runs a statement. */
    @FunctionalInterface
    interface Action {
        /** Runs it and throws what the driver throws. */
        void run() throws SQLException;
    }

    void run() throws SQLException {
        action.run();
    }

    List<Token> tokens() {
        return SqlTokens.of(sql);
    }

    /**
     * Returns why this must not be run again; empty if it may.
     *
     * @param catalogue the schema
     * @param alone whether it is a transaction of its own
     * @param restricted whether a RESTRICT stopped it at once, so that a second run may come farther than the first
     */
    Optional<String> obstacle(Catalogue catalogue, boolean alone, boolean restricted) {
        List<Token> tokens = tokens();
        if (tokens.isEmpty() || !WRITES.contains(tokens.get(0).keyword())) {
            return Optional.of("only INSERT, UPDATE, DELETE, DROP TABLE and what ends a transaction are explained");
        }
        if (catalogue.isVolatile() || Catalogue.callsVolatile(tokens)) {
            return Optional.of(
                    "the statement, a trigger or a table calls a function that answers differently the second time");
        }
        if (restricted && !alone && (catalogue.rollsBack() || says(tokens, "ROLLBACK"))) {
            return Optional.of(
                    "the statement, a trigger or a table may roll back the transaction, so it is not run again");
        }
        return Optional.empty();
    }

    /** Tells whether the text is a statement that may write rows. */
    static boolean isWrite(String sql) {
        List<Token> tokens = SqlTokens.of(sql);
        return !tokens.isEmpty() && WRITES.contains(tokens.get(0).keyword());
    }

    /** Tells whether the text has that keyword. */
    static boolean says(List<Token> tokens, String keyword) {
        return tokens.stream().anyMatch(token -> token.is(keyword));
    }
}
