package dev.referent.jdbc;

import dev.referent.jdbc.SqlTokens.Token;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How to run a refused statement once more.
 *
 * @param sql its text
 * @param action runs it, with what was bound
 */
record Rerun(String sql, Action action) {
    private static final Set<String> WRITES = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "WITH");

    /** The functions that answer by chance, or by what the refused run itself has moved. */
    static final Set<String> VOLATILE = Set.of("random", "randomblob", "changes", "total_changes", "last_insert_rowid");

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
        if (callsVolatile(tokens)) {
            return Optional.of("the statement calls a function that answers differently the second time");
        }
        if (says("ROLLBACK")) {
            return Optional.of("the statement may roll back the transaction, so it is not run again");
        }
        return Optional.empty();
    }

    private static boolean callsVolatile(List<Token> tokens) {
        return IntStream.range(1, tokens.size())
                .anyMatch(i -> tokens.get(i).is("(")
                        && VOLATILE.contains(tokens.get(i - 1).text().toLowerCase(Locale.ROOT)));
    }

    /** Tells whether the text has that keyword. */
    boolean says(String keyword) {
        return SqlTokens.of(sql).stream().anyMatch(token -> token.is(keyword));
    }
}
