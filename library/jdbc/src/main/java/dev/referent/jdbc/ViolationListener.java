package dev.referent.jdbc;

import dev.referent.integrity.Explanation;
import java.time.Duration;

/** Is told of each violation of a foreign key, for metrics or an audit log. */
@FunctionalInterface
public interface ViolationListener {
    /**
     * Takes note of a violation, on the thread of the failed statement, before its exception is thrown. The connection waits meanwhile
     * and must not be used. What this throws is logged, and the application gets the exception of the violation nevertheless.
     *
     * @param explanation what is proved about it, with the values of rows
     * @param sql the failed statement, as {@link ForeignKeyViolationSQLException} has it; empty if it is not known, as for a COMMIT
     * @param duration how long the explanation took; zero where not SQLite but Referent rejects a DROP TABLE or a COMMIT
     */
    void violated(Explanation explanation, String sql, Duration duration);
}
