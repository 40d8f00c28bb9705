package dev.referent.jdbc;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.Undetermined;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A write violated a foreign key. It leaves the same state as with the bare driver: the statement is undone, and the
 * transaction is still open.
 *
 * <p>SQLState is {@value #SQL_STATE}, the vendor code the driver's, the cause the driver's exception. The message ends in
 * {@code constraint failed: NAME} if a violation is proved, because Hibernate's SQLite dialect looks for the name there. The
 * class deliberately does not extend {@link java.sql.SQLIntegrityConstraintViolationException}, which Hibernate would not
 * recognize as a foreign key violation. It can be serialized, including its violations.
 */
public final class ForeignKeyViolationSQLException extends SQLException {
    /** SQL:2016's class 23 with PostgreSQL's subclass for foreign keys. */
    public static final String SQL_STATE = "23503";

    private static final long serialVersionUID = 1L;

    private final Explanation explanation;
    private final String sql;

    ForeignKeyViolationSQLException(String message, Report report, SQLException cause) {
        super(message, SQL_STATE, cause.getErrorCode(), cause);
        this.explanation = report.explanation();
        this.sql = report.sql();
    }

    /** Returns the proved violations, at most 1,000; empty if none could be proved. */
    public List<ForeignKeyViolation> violations() {
        return explanation.violations();
    }

    /** Returns how many further violations are proved and not listed. */
    public long moreViolations() {
        return explanation.more();
    }

    /** Returns why the explanation is incomplete; empty if it is complete. */
    public Optional<String> undetermined() {
        return explanation.undetermined();
    }

    /** Returns the reason why the explanation is incomplete, as a constant; empty if it is complete. */
    public Optional<Undetermined.Reason> reason() {
        return explanation.reason();
    }

    /** Returns the whole explanation. */
    public Explanation explanation() {
        return explanation;
    }

    /**
     * Returns the failed statement's SQL, without the bound values; empty for a commit, and if it is not known which statement
     * of a batch failed. No message contains it.
     */
    public Optional<String> sql() {
        return sql.isEmpty() ? Optional.empty() : Optional.of(sql);
    }

    /** Returns the page about this kind of violation, as a path in Referent's repository: {@code docs/errors/restrict.md}. */
    public URI errorPage() {
        return ErrorPage.of(explanation).address();
    }
}
