package dev.referent.jdbc.explain;

import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failed statement, and how to re-run it.
 *
 * @param values the bound values; empty if unknown
 * @param nanoseconds how long the failed run took; 0 for one that is known to be short
 */
public record FailedStatement(
        SqlStatement statement, Optional<List<@Nullable Object>> values, long nanoseconds, Action action) {

    /** Runs a statement. */
    @FunctionalInterface
    public interface Action {
        void run() throws SQLException;
    }

    /** A statement of that SQL. */
    public static FailedStatement of(
            String sql, Optional<List<@Nullable Object>> values, long nanoseconds, Action action) {
        return new FailedStatement(SqlStatement.of(sql), values, nanoseconds, action);
    }

    void run() throws SQLException {
        action.run();
    }

    String sql() {
        return statement.sql();
    }

    /** Returns the bound values; none if they are unknown. */
    List<@Nullable Object> bound() {
        return values.orElse(List.of());
    }

    /** Returns whether it may roll back its transaction if the re-run gets further than the failed run. */
    boolean mayRollBack(Catalogue catalogue) {
        return catalogue.rollsBack() || statement.says("ROLLBACK");
    }

    /** Returns whether it may leave rows behind when it fails by another constraint; otherwise SQLite undoes them. */
    boolean mayLeaveRows(Catalogue catalogue) {
        return catalogue.fails() || statement.says("FAIL");
    }

    /** Returns whether it, or a trigger or table that it writes, may replace rows: the update hook does not report those. */
    boolean mayReplace(Catalogue catalogue) {
        return catalogue.replaces() || statement.says("REPLACE");
    }
}
