package dev.referent.jdbc.explain;

import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * A refused statement, and how to run it once more.
 *
 * @param sql its text
 * @param values what was bound; empty if that is not known
 * @param nanoseconds how long the refused run took; 0 for one that is known to be short
 * @param action runs it
 */
public record Rerun(String sql, Optional<List<@Nullable Object>> values, long nanoseconds, Action action) {
    private static final Set<String> WRITES = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "WITH", "DROP");

    private static final Set<String> MAIN_PARTS =
            Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "DROP", "SELECT", "VALUES", "PRAGMA", "EXPLAIN", "CREATE");

    /** Runs a statement. */
    @FunctionalInterface
    public interface Action {
        /** Runs it and throws what the driver throws. */
        void run() throws SQLException;
    }

    void run() throws SQLException {
        action.run();
    }

    List<Token> tokens() {
        return SqlTokens.of(sql);
    }

    /** Returns why this must not be run again; empty if it may. */
    Optional<String> obstacle(SQLiteConnection connection, Catalogue catalogue) throws SQLException {
        List<Token> tokens = tokens();
        if (tokens.isEmpty() || !WRITES.contains(tokens.get(0).keyword())) {
            return Optional.of("only INSERT, UPDATE, DELETE, DROP TABLE and what ends a transaction are explained");
        }
        if (catalogue.isVolatile(connection, sql)) {
            return Optional.of(
                    "the statement, a trigger or a table calls a function that answers differently the second time");
        }
        return Optional.empty();
    }

    /** Tells whether it may roll back its transaction, where it comes farther than it did. */
    boolean mayRollBack(Catalogue catalogue) {
        return catalogue.rollsBack() || SqlTokens.says(tokens(), "ROLLBACK");
    }

    /** Tells whether the text is a statement that writes rows; of one that begins with WITH its main part decides. */
    public static boolean isWrite(String sql) {
        int depth = 0;
        for (Token token : SqlTokens.of(sql)) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && MAIN_PARTS.contains(token.keyword())) {
                return WRITES.contains(token.keyword());
            }
        }
        return false;
    }
}
