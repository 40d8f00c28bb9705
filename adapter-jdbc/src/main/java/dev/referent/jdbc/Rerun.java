package dev.referent.jdbc;

import dev.referent.jdbc.SqlTokens.Token;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How to run a refused statement once more.
 *
 * @param sql its text
 * @param action runs it, with what was bound
 */
record Rerun(String sql, Action action) {
    private static final Set<String> WRITES = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "WITH");

    /** Runs a statement. */
    @FunctionalInterface
    interface Action {
        /** Runs it and throws what the driver throws. */
        void run() throws SQLException;
    }

    /** A call that is not run again. */
    static Rerun never(String what) {
        return new Rerun(what, () -> {
            throw new SQLException(what + " is not run again");
        });
    }

    /** Returns why this must not be run again; empty if it may. */
    Optional<String> obstacle() {
        List<Token> tokens = SqlTokens.of(sql);
        if (tokens.isEmpty() || !WRITES.contains(tokens.get(0).keyword())) {
            return Optional.of("only INSERT, UPDATE and DELETE statements are explained yet");
        }
        if (tokens.stream().limit(tokens.size() - 1L).anyMatch(token -> token.is(";"))) {
            return Optional.of("the text holds several statements; run them one by one to have them explained");
        }
        if (says("ROLLBACK")) {
            return Optional.of("the statement may roll back the transaction, so it is not run again");
        }
        return Optional.empty();
    }

    /** Tells whether the text has that keyword. */
    boolean says(String keyword) {
        return SqlTokens.of(sql).stream().anyMatch(token -> token.is(keyword));
    }
}
