package dev.referent.hibernate;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.JDBCException;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;
import org.hibernate.engine.jdbc.spi.SqlExceptionHelper;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.spi.SQLExceptionConverter;
import org.jspecify.annotations.Nullable;

/**
 * Converts failures as Hibernate does, and corrects the constraint's name. SQLite's dialect takes it from the message, and before
 * Hibernate 7.0 it takes what follows {@code constraint}: {@code failed: book_author_fk}.
 *
 * @param inside Hibernate's own converter
 */
record NamedViolations(SQLExceptionConverter inside) implements SQLExceptionConverter {

    /** Lets the environment convert failures so if its database is SQLite, and returns it. */
    static JdbcEnvironment in(JdbcEnvironment environment) {
        if (HibernateLine.isSqlite(environment.getDialect())) {
            SqlExceptionHelper failures = environment.getSqlExceptionHelper();
            failures.setSqlExceptionConverter(new NamedViolations(failures.getSqlExceptionConverter()));
        }
        return environment;
    }

    @Override
    public JDBCException convert(SQLException failure, String message, String sql) {
        JDBCException converted = inside.convert(failure, message, sql);
        List<ForeignKeyViolation> violations = violations(failure);
        return converted instanceof ConstraintViolationException && !violations.isEmpty()
                ? new ConstraintViolationException(
                        message, failure, sql, violations.get(0).foreignKey().name())
                : converted;
    }

    /** Returns the violations that the failure, or the cause of a failed batch, proves. */
    private static List<ForeignKeyViolation> violations(SQLException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ForeignKeyViolationSQLException violation) {
                return violation.violations();
            }
        }
        return List.of();
    }
}
